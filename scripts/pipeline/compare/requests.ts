// Compares what the methods of two generated clients ask for. Types do not tell where an argument goes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { MethodRequest } from '../document/requests.js';
import { REQUESTS_FILE } from '../document/requests.js';
import { type Change, change } from './change.js';
import type { Surfaces } from './surface/surface-program.js';

type Requests = Readonly<Record<string, MethodRequest>>;

/** The differences between methods that both clients have: code that compiles would do something else. */
export function compareRequests({ before, after }: Surfaces): Change[] {
  const old = readRequests(before);
  const now = readRequests(after);
  const kept = new Set(Object.values(now).map(({ request }) => request));
  return Object.entries(old).flatMap(([method, was]) => {
    const is = Object.hasOwn(now, method) ? now[method] : undefined;
    if (is === undefined) return [];
    // A path that is elsewhere now is the same operation; the comparison of the documents tells that.
    if (was.request !== is.request)
      return kept.has(was.request) ? [changed(method, 'request', was.request, is.request)] : [];
    return compareMethod(was, is);
  });
}

function compareMethod(was: MethodRequest, is: MethodRequest): Change[] {
  const where = was.request;
  const body = is.arguments['requestBody'] ?? is.arguments['formData'];
  return [
    ...compareTargets(`${where} · argument`, was.arguments, is.arguments),
    ...(was.result === is.result
      ? []
      : [changed(`${where} · result`, 'result', was.result, is.result)]),
    ...(was.mediaType === is.mediaType || body === undefined || was.mediaType === undefined
      ? []
      : [changed(`${where} · body`, 'media type', was.mediaType, is.mediaType ?? 'none')]),
    ...compareStyles(where, was, is),
  ];
}

function compareTargets(
  where: string,
  was: Readonly<Record<string, string>>,
  is: Readonly<Record<string, string>>,
): Change[] {
  return Object.entries(was).flatMap(([name, target]) => {
    const now = Object.hasOwn(is, name) ? is[name] : undefined;
    if (now === undefined || now === target) return [];
    return [changed(`${where} ${name}`, 'place on the wire', target, now)];
  });
}

/** How a list is written that both clients send. */
function compareStyles(where: string, was: MethodRequest, is: MethodRequest): Change[] {
  const names = new Set([...Object.keys(was.styles), ...Object.keys(is.styles)]);
  const sent = new Set(Object.values(was.arguments));
  return [...names].flatMap((name) => {
    const old = Object.hasOwn(was.styles, name) ? was.styles[name] : undefined;
    const now = Object.hasOwn(is.styles, name) ? is.styles[name] : undefined;
    const known = sent.has(name) || (name.startsWith('form ') && old !== undefined);
    if (old === now || !known) return [];
    return [
      changed(`${where} · ${name}`, 'form on the wire', old ?? 'repeated', now ?? 'repeated'),
    ];
  });
}

function changed(where: string, what: string, old: string, now: string): Change {
  return change('wire-changed', where, { what, old, now });
}

/** The methods of a generated client; none for one that was made before there was such a file. */
export function readRequests(directory: string): Requests {
  try {
    return JSON.parse(readFileSync(join(directory, REQUESTS_FILE), 'utf8')) as Requests;
  } catch {
    return {};
  }
}
