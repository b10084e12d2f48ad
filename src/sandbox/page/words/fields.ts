/** What a request says: the fields of its query and of its body, decoded. Pure. */
import type { SandboxRequest } from '../../state/records.js';

export type Field = readonly [name: string, value: string];

function header({ headers }: SandboxRequest, name: string): string {
  return Object.entries(headers).find(([one]) => one.toLowerCase() === name)?.[1] ?? '';
}

function readJson(text: string): Field[] {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).map(([name, one]: [string, unknown]) => [
      name,
      typeof one === 'string' ? one : JSON.stringify(one),
    ]);
  } catch {
    return [];
  }
}

function readMultipart(text: string, type: string): Field[] {
  const boundary = /boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return [];
  return text.split(`--${boundary}`).flatMap((part): Field[] => {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const name = /name="([^"]*)"/i.exec(head)?.[1];
    return name === undefined ? [] : [[name, rest.join('\r\n\r\n').replace(/\r\n$/, '')]];
  });
}

function readBody(request: SandboxRequest): Field[] {
  const type = header(request, 'content-type');
  if (/\bjson\b/i.test(type)) return readJson(request.body);
  if (/^multipart\//i.test(type)) return readMultipart(request.body, type);
  if (!/^application\/x-www-form-urlencoded\b/i.test(type)) return [];
  return [...new URLSearchParams(request.body)];
}

const known = new WeakMap<SandboxRequest, readonly Field[]>();

export function readFields(request: SandboxRequest): readonly Field[] {
  const former = known.get(request);
  if (former !== undefined) return former;
  const query = request.target.split('?').slice(1).join('?');
  const fields = [...new URLSearchParams(query), ...readBody(request)];
  known.set(request, fields);
  return fields;
}

/** Whom a request names: in the sandbox's one form when it was understood, else as it was written. */
export function readRecipient(request: SandboxRequest): string | undefined {
  return request.recipient ?? readFields(request).find(([name]) => name === 'recipient')?.[1];
}

/** The path without the query. */
export const pathOf = ({ target }: SandboxRequest): string => target.split('?')[0] ?? target;
