/** The stateful parts that commands are given to. */
import type { Subject } from '../load.js';
import { CLIENT_COMMANDS, ClientScene } from './client-commands.js';
import { type Failure, findFailure, type SearchOptions } from './history.js';
import { JOURNAL_COMMANDS, JournalScene } from './journal-commands.js';
import { OUTBOX_COMMANDS, OutboxScene } from './outbox-commands.js';

export type Suite = (subject: Subject, options: SearchOptions) => Promise<Failure | undefined>;

export const SUITES = {
  client: (subject, options) =>
    findFailure(
      (chance, order) => new ClientScene(subject, chance, order),
      CLIENT_COMMANDS,
      options,
    ),
  journal: (subject, options) =>
    findFailure(
      (chance, order) => new JournalScene(subject, chance, order),
      JOURNAL_COMMANDS,
      options,
    ),
  outbox: (subject, options) =>
    findFailure(
      (chance, order) => new OutboxScene(subject, chance, order),
      OUTBOX_COMMANDS,
      options,
    ),
} satisfies Record<string, Suite>;
