/** The tests of what `src/outbox` does without a database; in the simulator, on a model of one. */
import './repeatable.js';
import '../unit/outbox/options.test.js';
import '../unit/outbox/payload.test.js';
import '../unit/outbox/failures.test.js';
import '../unit/outbox/packages.test.js';
import '../unit/outbox/parts.test.js';
import '../unit/outbox/decisions.test.js';
import '../unit/outbox/worker/attempts.test.js';
import '../unit/outbox/worker/content.test.js';
import '../unit/outbox/worker/database-failures.test.js';
import '../unit/outbox/worker/pace.test.js';
import '../unit/outbox/worker/pauses-and-ends.test.js';
import '../unit/outbox/worker/tickets.test.js';
import '../unit/outbox/embedded/folder.test.js';
import '../unit/outbox/embedded/maintenance.test.js';
import '../unit/outbox/embedded/process-lock.test.js';
import '../simulation/regressions/refused-with-a-pause.test.js';
import '../simulation/regressions/waiting-for-the-database.test.js';
import { testSimulatedCommands } from './simulated-commands.js';

testSimulatedCommands('outbox', 60);
