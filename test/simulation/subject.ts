/** What is simulated: bundled by `load.ts`, so that its time, chance and disk are those of the history. */
export { AbortedError, email, TigerConnect, TigerConnectError, user } from '../../src/index.js';
export { insert } from '../../src/outbox/connection.js';
export { encodePayload } from '../../src/outbox/payload.js';
export { cancelMessages, replayMessages } from '../../src/outbox/store/manage.js';
export { Tickets } from '../../src/outbox/tickets.js';
export { startWorker } from '../../src/outbox/worker/start-worker.js';
export { InputFile } from '../../src/cli/bulk/input-file.js';
export { Journal } from '../../src/cli/bulk/journal.js';
export { readRows } from '../../src/cli/bulk/rows.js';
export { BulkRun } from '../../src/cli/bulk/run.js';
export { Tally } from '../../src/cli/bulk/tally.js';
