/** Whether a record has all the words of a search. What it is searched by is worked out once a record. */
import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import { describeDeed } from '../words/deed.js';
import { readFields } from '../words/fields.js';
import { OUTCOME_KINDS } from '../words/names.js';
import { describeOutcome, outcomeKind } from '../words/outcome.js';
import type { Records } from './records.js';

const texts = new WeakMap<object, string>();

function textFor(record: object, read: () => readonly string[]): string {
  const known = texts.get(record) ?? read().join('\n').toLowerCase();
  texts.set(record, known);
  return known;
}

/** Matches each of the words, as one capture; undefined without any. */
export function wordPattern(words: readonly string[]): RegExp | undefined {
  if (words.length === 0) return undefined;
  const longestFirst = [...words].sort((a, b) => b.length - a.length);
  const escaped = longestFirst.map((word) =>
    word.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`),
  );
  return new RegExp(`(${escaped.join('|')})`, 'giu');
}

const hasAll = (text: string, words: readonly string[]): boolean =>
  words.every((word) => text.includes(word));

export function matchMessage(message: SandboxMessage, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { body, recipient, messageId, requestId = '', data = '' } = message;
  return hasAll(
    textFor(message, () => [body, recipient, messageId, requestId, data]),
    words,
  );
}

export function matchRequest(
  request: SandboxRequest,
  words: readonly string[],
  records: Records,
): boolean {
  if (words.length === 0) return true;
  const text = textFor(request, () => {
    const { verb, to = '' } = describeDeed(request, (id) => records.message(id)?.recipient);
    const { word, reasons = [], fact = '' } = describeOutcome(request, [request]);
    const status = `${request.response?.status ?? ''}`;
    const [kind] = OUTCOME_KINDS[outcomeKind(request)];
    const fields = readFields(request).map(([, value]) => value);
    const { requestId = '', target, warnings } = request;
    return [
      `${verb} ${to}`,
      word,
      kind,
      fact,
      status,
      requestId,
      target,
      ...fields,
      ...reasons,
      ...warnings,
    ];
  });
  return hasAll(text, words);
}
