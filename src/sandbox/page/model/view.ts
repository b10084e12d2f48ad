/** What the user chose to see. The address holds the list and an id, never a recipient or a text. */
import type { SandboxMessage, SandboxRequest } from '../../state/records.js';
import type { MessageState, OutcomeKind } from '../words/names.js';
import type { Records } from './records.js';

export type List = 'messages' | 'requests';
export type Screen = 'recipients' | List;

/** A message with its attempts, or a request that sent no message. */
export interface Chosen {
  readonly message?: SandboxMessage | undefined;
  readonly request?: SandboxRequest | undefined;
}

const SCREENS: readonly string[] = ['recipients', 'messages', 'requests'] satisfies Screen[];

export class View {
  /** The list that is shown; on a wide screen recipients have a column of their own. */
  screen: Screen = 'messages';
  /** The latest of the two lists of records. */
  list: List = 'messages';
  recipient: string | undefined;
  query = '';
  messageFilter: MessageState | 'all' = 'all';
  requestFilter: OutcomeKind | 'all' = 'all';
  /** What the address names. */
  id: string | undefined;
  /** What is shown when the address names nothing: the newest when the page was opened. */
  #fallback: { list: List; id: string } | undefined;
  /** The request that is shown to the byte, when it is not the latest attempt. */
  exact: number | undefined;

  /** The words of the search, in lower case. */
  get words(): readonly string[] {
    return this.query.toLowerCase().split(/\s+/).filter(Boolean);
  }

  /** Takes over what the address says. */
  route(hash: string): void {
    const [screen = '', id] = (hash.replace(/^#/, '') || 'messages').split('/');
    if (!SCREENS.includes(screen)) return;
    // What was looked at stays marked in its list.
    if (this.id !== undefined && id === undefined)
      this.#fallback = { list: this.list, id: this.id };
    this.screen = screen as Screen;
    if (screen !== 'recipients') this.list = screen as List;
    this.id = id === undefined || id === '' ? undefined : id;
    this.exact = undefined;
  }

  /** Shows this record until the address names another one. */
  fallTo(record: { messageId: string } | { id: number } | undefined): void {
    this.#fallback =
      record === undefined
        ? undefined
        : 'messageId' in record
          ? { list: 'messages', id: record.messageId }
          : { list: 'requests', id: `${record.id}` };
  }

  find(records: Records): Chosen {
    const named = this.id === undefined ? this.#fallback : { list: this.list, id: this.id };
    if (named === undefined) return {};
    if (named.list === 'messages') return { message: records.message(named.id) };
    const request = records.request(Number(named.id));
    if (request?.operation !== 'sendMessage') return { request };
    const sent = records.attemptsWith(request).find(({ messageIds }) => messageIds.length > 0);
    const message = records.message(sent?.messageIds[0] ?? '');
    return { message, request };
  }
}

/** The address of a record. */
export const linkTo = (record: SandboxMessage | SandboxRequest): string =>
  'messageId' in record ? `#messages/${record.messageId}` : `#requests/${record.id}`;
