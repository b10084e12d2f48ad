/** What every part of a history is made with. */
import type { MachineClock } from './clock.js';
import type { Coverage } from './coverage.js';
import type { Faults } from './faults.js';
import type { Subject } from './load.js';
import type { Random } from './random.js';
import type { Scheduler } from './scheduler.js';
import type { Story } from './story.js';

export interface Context {
  /** The code under test. */
  readonly subject: Subject;
  readonly random: Random;
  readonly faults: Faults;
  readonly scheduler: Scheduler;
  readonly clock: MachineClock;
  /** Where the history is told in words, if it is. */
  readonly story: Story | undefined;
  readonly coverage: Coverage;
}
