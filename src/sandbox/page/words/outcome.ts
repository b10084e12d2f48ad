/** How a request ended: what happened here, and what the client saw. Pure. */
import type { SandboxRequest } from '../../state/records.js';
import { formatDuration, plural } from './format.js';
import type { OutcomeKind } from './names.js';
import { describeRefusal, type Refusal } from './refusal.js';

export interface Outcome extends Refusal {
  readonly kind: OutcomeKind;
}

/** The faults after which no whole answer reached the client. */
const LOSING = new Set(['reset-before', 'reset-after', 'half-body', 'no-answer']);

/** What counts, filters and signs need. */
export function outcomeKind({ fault, response }: SandboxRequest): OutcomeKind {
  if (fault !== undefined && LOSING.has(fault)) return 'lost';
  if (response === undefined) return 'waiting';
  const { status } = response;
  if (status === 304) return 'repeat';
  if (status >= 500) return 'failed';
  return status >= 400 ? 'refused' : 'accepted';
}

/** The first attempt that made the message. */
const firstHandled = (attempts: readonly SandboxRequest[]): SandboxRequest | undefined =>
  attempts.find(({ messageIds }) => messageIds.length > 0);

function describeLoss(request: SandboxRequest, attempts: readonly SandboxRequest[]): Outcome {
  const { fault, operation, messageIds } = request;
  const kind = 'lost';
  if (fault === 'reset-before') {
    const why = 'Nothing was done; the client saw a reset connection.';
    return { kind, word: 'Connection cut', why };
  }
  const isSend = operation === 'sendMessage';
  const isRepeat = isSend && firstHandled(attempts) !== request;
  // A request that is not valid is refused before the answer is lost.
  const wasDone = !isSend || messageIds.length > 0;
  const done = !wasDone || !isSend ? 'Handled' : isRepeat ? 'Found again' : 'Accepted';
  const here = !isSend
    ? 'It was handled'
    : !wasDone
      ? 'It was refused'
      : isRepeat
        ? 'Still one message'
        : 'The message is here';
  switch (fault) {
    case 'reset-after':
      return {
        kind,
        word: `${done}, answer lost`,
        why: `${here}; the client saw a reset connection.`,
      };
    case 'half-body':
      return {
        kind,
        word: `${done}, half an answer`,
        why: `${here}; the client got half an answer.`,
      };
    default:
      return { kind, word: `${done}, never answered`, why: `${here}; the client got no answer.` };
  }
}

function describeSuccess(request: SandboxRequest): Outcome {
  const { operation, messageIds, fault, at, answeredAt } = request;
  const kind = 'accepted';
  const late =
    fault === 'latency' && answeredAt !== undefined
      ? ` after ${formatDuration(answeredAt - at)}`
      : '';
  switch (operation) {
    case 'sendMessage':
      return late === ''
        ? { kind, word: 'Accepted', why: 'The message is here, and the client knows.' }
        : { kind, word: 'Accepted late', why: `The message is here; the client knew${late}.` };
    case 'typingMessage':
      return { kind, word: 'Shown', why: 'It shows for 8 seconds, or until the message comes.' };
    case 'stopTyping':
    case 'stopTypingFor':
      return { kind, word: 'Ended', why: 'The typing notice is gone.' };
    case 'findMessage':
    case 'findMessageStatus':
      return { kind, word: 'Found', why: 'The client was told of this message:' };
    case 'updateMessageStatus':
      return {
        kind,
        word: 'Done',
        why:
          messageIds.length === 0
            ? 'It changed nothing.'
            : `For ${plural(messageIds.length, 'message')}:`,
      };
    default:
      return {
        kind,
        word: 'Answered',
        why: 'It is valid, and was answered from the document; the sandbox does nothing for it.',
      };
  }
}

/** @param attempts all requests with its Request-ID, itself among them, oldest first */
export function describeOutcome(
  request: SandboxRequest,
  attempts: readonly SandboxRequest[],
): Outcome {
  const kind = outcomeKind(request);
  const status = request.response?.status ?? 0;
  switch (kind) {
    case 'lost':
      return describeLoss(request, attempts);
    case 'waiting':
      return { kind, word: 'Waiting', why: 'It is handled and answered after a while.' };
    case 'repeat': {
      const first = firstHandled(attempts);
      const at = first === undefined ? -1 : attempts.indexOf(first);
      const whose = at < 0 || first === request ? 'an earlier attempt' : `attempt ${at + 1}`;
      const why = `Same Request-ID as ${whose}: still one message, and the client knows.`;
      return { kind, word: 'Already accepted', why };
    }
    case 'failed':
      if (status === 501) {
        return {
          kind,
          word: 'Not in the sandbox',
          why: 'The sandbox does not know this operation.',
        };
      }
      return {
        kind,
        word: 'Service failed',
        why: `Nothing was done; the client cannot tell from a ${status}.`,
      };
    case 'refused':
      return { kind, ...describeRefusal(request, status) };
    case 'accepted':
      return describeSuccess(request);
  }
}
