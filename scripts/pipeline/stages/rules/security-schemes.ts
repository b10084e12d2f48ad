// Security schemes of the three types that exist, each complete, and requirements that name them.
import type { Json, JsonObject } from '../../document/document.js';
import {
  isObject,
  objectOf,
  operationsOf,
  remove,
  textOf,
  textAt,
} from '../../document/document.js';
import { pascal } from '../../document/names.js';
import type { AddNote, Rule } from './rule.js';

/** The URLs that each flow needs. */
const FLOW_URLS: Readonly<Record<string, string[]>> = {
  implicit: ['authorizationUrl'],
  password: ['tokenUrl'],
  application: ['tokenUrl'],
  accessCode: ['authorizationUrl', 'tokenUrl'],
};

const TYPES = new Map([
  ['basic', 'basic'],
  ['http', 'basic'],
  ['apikey', 'apiKey'],
  ['oauth2', 'oauth2'],
  ['oauth', 'oauth2'],
]);

export const securitySchemes: Rule = {
  name: 'security-schemes',
  why: 'A scheme that lacks what its type demands is not valid, and neither is a requirement that names no scheme.',
  apply(document, note) {
    const schemes = objectOf(document['securityDefinitions']);
    const names = new Map<string, string>();
    for (const [name, scheme] of Object.entries(schemes)) {
      const where = `#/securityDefinitions/${name}`;
      remove(schemes, name);
      if (!isObject(scheme) || !completeScheme(scheme, where, note)) {
        (document['x-kept-securityDefinitions'] as JsonObject | undefined) ??= {};
        objectOf(document['x-kept-securityDefinitions'])[name] = scheme;
        note(where, 'has no type of Swagger 2.0; kept as "x-kept-securityDefinitions"');
        continue;
      }
      const newName = /^[\w.-]+$/.test(name) ? name : pascal(name);
      if (newName !== name) note(where, `is renamed to "${newName}"`);
      names.set(name, newName);
      schemes[newName] = scheme;
    }
    if (Object.keys(schemes).length === 0) remove(document, 'securityDefinitions');
    for (const { holder, where } of securedParts(document)) {
      if (holder['security'] === undefined) continue;
      holder['security'] = correctRequirements(holder['security'], names, where, note);
    }
  },
};

/** The document and its operations: what may have requirements. */
function securedParts(document: JsonObject): { holder: JsonObject; where: string }[] {
  const operations = operationsOf(document).map(({ operation, place }) => ({
    holder: operation,
    where: place,
  }));
  return [{ holder: document, where: '#/security' }, ...operations];
}

function correctRequirements(
  given: Json,
  names: Map<string, string>,
  where: string,
  note: AddNote,
): Json {
  const list = Array.isArray(given) ? given : [];
  return list.flatMap((entry): Json[] => {
    const wanted = typeof entry === 'string' ? { [entry]: [] } : objectOf(entry);
    const known = Object.entries(wanted).filter(([name]) => names.has(name));
    if (known.length < Object.keys(wanted).length) {
      const what = `dropped the requirement ${JSON.stringify(entry)}: there is no such scheme`;
      note(where, what, entry);
      // Half a requirement would promise less protection than the document does.
      return [];
    }
    return [
      Object.fromEntries(
        known.map(([name, wantedScopes]) => {
          const all = Array.isArray(wantedScopes) ? wantedScopes : [];
          const scopes = all.filter((scope) => typeof scope === 'string');
          if (scopes.length < all.length)
            note(where, `dropped a scope of "${name}" that is no text`, all);
          return [names.get(name) ?? name, scopes];
        }),
      ),
    ];
  });
}

/** Completes a scheme; false when its type is unknown. */
function completeScheme(scheme: JsonObject, where: string, note: AddNote): boolean {
  const given = textAt(scheme, 'type').toLowerCase();
  const bearer = textAt(scheme, 'scheme').toLowerCase();
  const type = TYPES.get(given);
  if (type === undefined || bearer === 'bearer') return false;
  if (type !== scheme['type'])
    note(where, `the type "${textAt(scheme, 'type')}" is taken as ${type}`);
  scheme['type'] = type;
  if (type === 'apiKey') return completeKey(scheme, where, note);
  if (type === 'oauth2') completeFlow(scheme, where, note);
  for (const key of ['name', 'in']) remove(scheme, key);
  return true;
}

function completeKey(scheme: JsonObject, where: string, note: AddNote): boolean {
  const inQuery = textOf(scheme['in'])?.toLowerCase() === 'query';
  const place = inQuery ? 'query' : 'header';
  const name = textOf(scheme['name']) ?? 'Authorization';
  const given = textOf(scheme['in'])?.toLowerCase() ?? place;
  if (scheme['in'] !== place || scheme['name'] !== name)
    note(where, `the key is "${name}" in ${place}`, given === place ? undefined : given);
  scheme['in'] = place;
  scheme['name'] = name;
  return true;
}

function completeFlow(scheme: JsonObject, where: string, note: AddNote): void {
  const flow = textAt(scheme, 'flow');
  const byUrls = scheme['tokenUrl'] === undefined ? 'implicit' : 'application';
  const known =
    Object.keys(FLOW_URLS).find((name) => name.toLowerCase() === flow.toLowerCase()) ?? byUrls;
  const isKnown = flow === '' || known.toLowerCase() === flow.toLowerCase();
  if (known !== flow)
    note(where, `the flow "${flow}" is taken as ${known}`, isKnown ? undefined : flow);
  scheme['flow'] = known;
  const urls = FLOW_URLS[known] ?? [];
  for (const key of urls) {
    if (scheme[key] !== undefined) continue;
    scheme[key] = '/';
    note(where, `has no ${key}; taken as "/"`);
  }
  for (const key of ['authorizationUrl', 'tokenUrl']) if (!urls.includes(key)) remove(scheme, key);
  // No scope, but what the converter would follow; scopes are never shared.
  const scopes = Object.entries(objectOf(scheme['scopes'])).filter(([name]) => name !== '$ref');
  if (objectOf(scheme['scopes'])['$ref'] !== undefined)
    note(where, 'dropped the reference in its scopes');
  scheme['scopes'] = Object.fromEntries(scopes.map(([name, text]) => [name, textOf(text) ?? '']));
}
