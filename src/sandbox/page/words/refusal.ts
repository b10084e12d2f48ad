/** Why a request was refused, and what to do about it. Pure. */
import type { SandboxRequest } from '../../state/records.js';
import type { Field } from './fields.js';

/** What an answer that says no tells. */
export interface Refusal {
  readonly word: string;
  readonly why: string;
  /** What the document forbids, one by one. */
  readonly reasons?: readonly string[];
  /** The reason in the few words that a row has room for. */
  readonly fact?: string;
  readonly advice?: string;
}

interface ErrorBody {
  readonly message?: string;
  readonly reply?: { readonly message?: string; readonly reasons?: readonly string[] };
}

function readError({ response }: SandboxRequest): { message: string; reasons: readonly string[] } {
  try {
    const { message, reply } = JSON.parse(response?.body ?? '') as ErrorBody;
    return { message: reply?.message ?? message ?? '', reasons: reply?.reasons ?? [] };
  } catch {
    return { message: '', reasons: [] };
  }
}

/** `form ttl: must be integer` as a field and what is wrong with it. */
export function splitReason(reason: string): Field {
  const [, field = '', problem = reason] =
    /^(?:form|query|header|body)? ?([^:]*): ([^]*)$/.exec(reason) ?? [];
  const missing = /required property '(.*)'/.exec(problem)?.[1];
  return missing === undefined ? [field, problem] : [missing, 'is missing'];
}

function describe400({ message, reasons }: ReturnType<typeof readError>): Refusal {
  if (reasons.length === 0) {
    return { word: 'Not valid', why: `Nothing was done. ${message}`, fact: message };
  }
  return {
    word: 'Not valid',
    why: 'Nothing was done. The document does not allow this request:',
    reasons,
    fact: reasons.map((reason) => splitReason(reason).join(' ').trim()).join(', '),
  };
}

function describe404(operation: string | undefined, message: string): Refusal {
  if (operation === undefined) {
    return { word: 'No such operation', why: message, fact: message };
  }
  const why = `Nothing was done. ${message}`;
  if (/recipient/i.test(message)) {
    return { word: 'Recipient not understood', why, fact: message.replace('The recipient ', '') };
  }
  return {
    word: /token|message/i.test(message) ? 'Message not known' : 'Not found',
    why,
    fact: message,
  };
}

/** An answer of 400 to 499, which proves that nothing was done. */
export function describeRefusal(request: SandboxRequest, status: number): Refusal {
  const error = readError(request);
  const { message } = error;
  switch (status) {
    case 400:
      return describe400(error);
    case 401:
      return {
        word: 'Wrong key or secret',
        why: message,
        fact: 'see what the sandbox printed when it started',
        advice:
          'Set TIGERCONNECT_API_KEY and TIGERCONNECT_API_SECRET to what the sandbox printed when it started.',
      };
    case 404:
      return describe404(request.operation, message);
    case 405:
      return { word: 'No such method', why: message, fact: message };
    case 413:
      return { word: 'Too long', why: `Nothing was done. ${message}`, fact: message };
    case 429: {
      const wait = request.response?.headers['Retry-After'];
      const asked = wait === undefined ? '' : `; the client was asked to wait ${waitText(wait)}`;
      return { word: 'Too many requests', why: `Nothing was done${asked}.` };
    }
    default:
      return { word: 'Refused', why: `Nothing was done. ${message}`, fact: message };
  }
}

/** Seconds, or a date. */
const waitText = (header: string): string =>
  /^\d+$/.test(header) ? `${header} s` : `until ${header}`;
