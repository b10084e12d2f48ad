// Host, base path and schemes, corrected so that they make an absolute URL.
import { operationsOf, textOf, textAt } from '../../document/document.js';
import type { JsonObject } from '../../document/document.js';
import type { AddNote, Rule } from './rule.js';

const SCHEMES = ['https', 'http', 'wss', 'ws'];

export const hosts: Rule = {
  name: 'hosts',
  why: 'A host with a scheme or slashes, or no scheme at all, gives a server URL that nobody can call.',
  apply(document, note) {
    correctHost(document, note);
    correctBasePath(document, note);
    correctSchemes(document, note);
    if (document['host'] === undefined) dropOwnSchemes(document, note);
  },
};

/** Without a host, a scheme of its own makes no URL for an operation. */
function dropOwnSchemes(document: JsonObject, note: AddNote): void {
  for (const { operation, place } of operationsOf(document)) {
    if (operation['schemes'] === undefined) continue;
    const lost = operation['schemes'];
    note(place, `dropped its schemes ${JSON.stringify(lost)}: there is no host`, lost);
    delete operation['schemes'];
  }
}

function correctHost(document: JsonObject, note: AddNote): void {
  if (!('host' in document)) return;
  const given = textOf(document['host'])?.trim() ?? '';
  const [, scheme, host = '', path = ''] =
    /^(?:([a-z]+):)?\/*([^/]*)(.*?)\/*$/i.exec(given.replaceAll('\\', '/')) ?? [];
  if (host === '') delete document['host'];
  else document['host'] = host;
  if (scheme !== undefined && SCHEMES.includes(scheme.toLowerCase()) && !('schemes' in document)) {
    document['schemes'] = [scheme.toLowerCase()];
  }
  if (path !== '') document['basePath'] = `${path}/${textAt(document, 'basePath')}`;
  if (document['host'] !== given) note('host', `"${given}" is taken as "${host}${path}"`);
}

function correctBasePath(document: JsonObject, note: AddNote): void {
  const given = document['basePath'];
  if (given === undefined) return;
  const path = `/${(textOf(given) ?? '').trim()}/`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  if (path === '/') delete document['basePath'];
  else document['basePath'] = path;
  if (`${path}/`.replace('//', '/') !== given && path !== given) {
    note('basePath', `${JSON.stringify(given)} is taken as "${path}"`);
  }
}

function correctSchemes(document: JsonObject, note: AddNote): void {
  if (document['host'] === undefined) return;
  const given = [document['schemes'] ?? []].flat();
  const known = SCHEMES.filter((scheme) =>
    given.some(
      (entry) =>
        textOf(entry)
          ?.toLowerCase()
          .replace(/[:/]+$/, '') === scheme,
    ),
  );
  // SCHEMES has https first, and the first one is the generated client's default.
  const taken = known.length === 0 ? ['https'] : known;
  document['schemes'] = taken;
  if (JSON.stringify(given) !== JSON.stringify(taken)) {
    const what = `${JSON.stringify(given)} is taken as ${JSON.stringify(taken)}`;
    note('schemes', what, known.length < given.length ? given : undefined);
  }
}
