// Where the service is: host, base path and schemes in a form that makes an absolute URL.
import { operationsOf, textOf, textAt } from '../../document/document.js';
import type { JsonObject } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

const schemes = ['https', 'http', 'wss', 'ws'];

export const hosts: Rule = {
  name: 'hosts',
  why: 'A host with a scheme or slashes, or no scheme at all, gives a server URL nobody can call.',
  apply(document, note) {
    mendHost(document, note);
    mendBasePath(document, note);
    mendSchemes(document, note);
    if (document['host'] === undefined) withoutOwnSchemes(document, note);
  },
};

/** Where nothing is said of the host, a scheme of its own does not lead an operation anywhere. */
function withoutOwnSchemes(document: JsonObject, note: Note): void {
  for (const { operation, place } of operationsOf(document)) {
    if (operation['schemes'] === undefined) continue;
    note(place, `dropped its schemes ${JSON.stringify(operation['schemes'])}: there is no host`);
    delete operation['schemes'];
  }
}

function mendHost(document: JsonObject, note: Note): void {
  if (!('host' in document)) return;
  const given = textOf(document['host'])?.trim() ?? '';
  const [, scheme, host = '', path = ''] =
    /^(?:([a-z]+):)?\/*([^/]*)(.*?)\/*$/i.exec(given.replaceAll('\\', '/')) ?? [];
  if (host === '') delete document['host'];
  else document['host'] = host;
  if (scheme !== undefined && schemes.includes(scheme.toLowerCase()) && !('schemes' in document)) {
    document['schemes'] = [scheme.toLowerCase()];
  }
  if (path !== '') document['basePath'] = `${path}/${textAt(document, 'basePath')}`;
  if (document['host'] !== given) note('host', `"${given}" is taken as "${host}${path}"`);
}

function mendBasePath(document: JsonObject, note: Note): void {
  const given = document['basePath'];
  if (given === undefined) return;
  const path = `/${(textOf(given) ?? '').trim()}/`.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  if (path === '/') delete document['basePath'];
  else document['basePath'] = path;
  if (`${path}/`.replace('//', '/') !== given && path !== given) {
    note('basePath', `${JSON.stringify(given)} is taken as "${path}"`);
  }
}

function mendSchemes(document: JsonObject, note: Note): void {
  if (document['host'] === undefined) return;
  const given = [document['schemes'] ?? []].flat();
  const known = schemes.filter((scheme) =>
    given.some(
      (entry) =>
        textOf(entry)
          ?.toLowerCase()
          .replace(/[:/]+$/, '') === scheme,
    ),
  );
  // An https server comes first: the first one is the default of the generated client.
  const taken = known.length === 0 ? ['https'] : known;
  document['schemes'] = taken;
  if (JSON.stringify(given) !== JSON.stringify(taken)) {
    note('schemes', `${JSON.stringify(given)} is taken as ${JSON.stringify(taken)}`);
  }
}
