/** The story of a send in one sentence: what a developer most wants to know. Pure. */
import type { SandboxRequest } from '../../state/records.js';
import { formatDuration } from './format.js';
import type { OutcomeKind } from './names.js';
import { outcomeKind } from './outcome.js';

export interface Headline {
  readonly sign: OutcomeKind;
  readonly claim: string;
  readonly more: string;
}

/** @param attempts of one send, oldest first; at least one */
export function summarise(attempts: readonly SandboxRequest[]): Headline | undefined {
  const first = attempts[0];
  const last = attempts.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const count = attempts.length;
  const span = formatDuration(last.at - first.at);
  const handled = attempts.filter(({ messageIds }) => messageIds.length > 0);
  const end = outcomeKind(last);
  if (end === 'waiting') {
    const more = count > 1 ? `Attempt ${count}, ${span} after the first.` : '';
    return { sign: end, claim: 'Under way', more };
  }
  if (handled.length === 0) {
    const more = count > 1 ? `${count} attempts in ${span}.` : 'It was not tried again.';
    return { sign: end, claim: 'Did not arrive', more };
  }
  if (end === 'lost' || end === 'failed') {
    return {
      sign: 'lost',
      claim: 'Arrived, and the client does not know',
      more: 'The client has not asked again with the same Request-ID.',
    };
  }
  const sign = 'accepted';
  if (count === 1) return { sign, claim: 'Arrived at the first attempt', more: '' };
  return handled.length > 1
    ? {
        sign,
        claim: 'Arrived once',
        more: `${count} attempts in ${span}, all with one Request-ID.`,
      }
    : { sign, claim: `Arrived at attempt ${count}`, more: `${span} after the first.` };
}
