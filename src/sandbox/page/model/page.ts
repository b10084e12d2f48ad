/** What every part of the page is given: the records, what the user chose, and what follows from both. */
import type { SandboxRequest } from '../../state/records.js';
import { type Lists, makeLists } from './lists.js';
import type { Records } from './records.js';
import type { Chosen, View } from './view.js';

export interface Page {
  readonly records: Records;
  readonly view: View;
  readonly lists: Lists;
  readonly chosen: Chosen;
  /** The attempts behind what is chosen, oldest first. */
  readonly attempts: readonly SandboxRequest[];
  /** The request that is shown to the byte. */
  readonly exact: SandboxRequest | undefined;
  readonly isLive: boolean;
  /** Whether recipients have a column of their own. */
  readonly isWide: boolean;
  /** Draws the page again; to be called after a change of the view. */
  readonly draw: () => void;
  /** Holds and shows more of the latest records. */
  readonly showMore: () => void;
  /** Holds all records until the search is over. */
  readonly searchAll: () => void;
}

export type Surroundings = Pick<Page, 'isLive' | 'isWide' | 'draw' | 'showMore' | 'searchAll'> & {
  /** Whether list and detail stand side by side. */
  readonly hasDetail: boolean;
};

/** Chooses the newest record where nothing is chosen, so that a page opens with a story. */
function choose(records: Records, view: View, lists: Lists): Chosen {
  const chosen = view.find(records);
  if (chosen.message ?? chosen.request) return chosen;
  view.fallTo(view.list === 'messages' ? lists.messages[0] : lists.requests[0]);
  return view.find(records);
}

export function makePage(records: Records, view: View, surroundings: Surroundings): Page {
  const { hasDetail, ...rest } = surroundings;
  const lists = makeLists(records, view);
  const chosen = hasDetail ? choose(records, view, lists) : view.find(records);
  const { message, request } = chosen;
  const attempts =
    message !== undefined
      ? records.attemptsFor(message)
      : request !== undefined
        ? records.attemptsWith(request)
        : [];
  const picked = view.exact === undefined ? undefined : records.request(view.exact);
  const exact = picked ?? request ?? attempts.at(-1);
  records.pinned = {
    messageId: message?.messageId,
    requestId: message?.requestId ?? request?.requestId,
    request: exact?.id,
  };
  return { records, view, lists, chosen, attempts, exact, ...rest };
}
