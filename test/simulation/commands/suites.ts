/** The stateful parts that commands are given to. */
import type fc from 'fast-check';

import type { Subject } from '../load.js';
import { CLIENT_COMMANDS, ClientScene } from './client-commands.js';
import {
  type Command,
  type Failure,
  findFailure,
  type Scene,
  type SearchOptions,
} from './history.js';
import { JOURNAL_COMMANDS, JournalScene } from './journal-commands.js';
import { OUTBOX_COMMANDS, OutboxScene } from './outbox-commands.js';

export type Suite = (subject: Subject, options: SearchOptions) => Promise<Failure | undefined>;

const suite =
  <S extends Scene>(
    SceneOf: new (subject: Subject, chance: number, order: fc.Scheduler) => S,
    commands: readonly Command<S>[],
  ): Suite =>
  (subject, options) =>
    findFailure((chance, order) => new SceneOf(subject, chance, order), commands, options);

export const SUITES = {
  client: suite(ClientScene, CLIENT_COMMANDS),
  journal: suite(JournalScene, JOURNAL_COMMANDS),
  outbox: suite(OutboxScene, OUTBOX_COMMANDS),
};
