// Leaves the headers of a request that the client itself sends to the client.
import { objectsIn, operationsOf, remove, textAt } from '../../document/document.js';
import type { Rule } from './rule.js';

/** Of the credentials, of the body, and of the connection. */
const OWN_HEADERS = new Set(
  `accept accept-encoding authorization connection content-encoding content-length content-type cookie
  expect host keep-alive proxy-authorization te trailer transfer-encoding upgrade user-agent`.split(
    /\s+/,
  ),
);

/** Of these, OpenAPI 3 says that a parameter is ignored; but one for credentials says how to give them. */
const IGNORED_HEADERS = new Set(['accept', 'content-type']);

export const ownHeaders: Rule = {
  name: 'own-headers',
  why: 'A parameter named Authorization would replace the credentials, and OpenAPI ignores it; two spellings of a header are one header.',
  apply(document, note) {
    for (const { operation, place } of operationsOf(document)) {
      const taken = new Set<string>();
      const parameters = objectsIn(operation['parameters']).filter((parameter) => {
        if (parameter['in'] !== 'header') return true;
        const name = textAt(parameter, 'name');
        const key = name.toLowerCase();
        const isOwn = OWN_HEADERS.has(key);
        if (!isOwn && !taken.has(key)) {
          taken.add(key);
          return true;
        }
        const reason = isOwn ? 'the client sends it' : 'another spelling of it is there';
        const lost = IGNORED_HEADERS.has(key) ? undefined : parameter;
        note(place, `dropped the header "${name}": ${reason}`, lost);
        return false;
      });
      if (parameters.length > 0) operation['parameters'] = parameters;
      else remove(operation, 'parameters');
    }
  },
};
