/** A journal that can no longer be written, as on a full disk: the run must not go on without it. */
import { expect, test } from '@jest/globals';

import type { Journal } from '../../src/cli/bulk/journal.js';
import { JournalContents } from '../../src/cli/bulk/journal-contents.js';
import { readRows } from '../../src/cli/bulk/rows.js';
import { InputFile } from '../../src/cli/bulk/input-file.js';
import { BulkRun } from '../../src/cli/bulk/run.js';
import { Tally } from '../../src/cli/bulk/tally.js';
import { Interruption } from '../../src/cli/shell/interruption.js';
import { Output } from '../../src/cli/shell/output.js';
import { testClient } from '../support/client.js';
import './command.js';
import { csvOf } from './rows.js';
import { startService } from './service.js';

test('no row is sent after the journal failed, and those in flight are settled', async () => {
  const service = await startService();
  const input = await InputFile.read(await csvOf(100));
  let written = 0;
  const journal = {
    run: 'run',
    contents: new JournalContents(),
    append: () => {
      if (written === 10) throw Object.assign(new Error('full'), { code: 'ENOSPC' });
      written += 1;
    },
  } as unknown as Journal;
  const interruption = new Interruption();
  const tally = new Tally(100);
  const nothing = (): void => undefined;
  const run = new BulkRun({
    send: (messages) =>
      testClient(service).tigerconnect.messages.sendMany(messages, { concurrency: 4 }),
    journal,
    defaults: {},
    output: new Output(false),
    progress: { update: nothing, note: nothing, end: nothing },
    tally,
    interruption,
  });
  await run.sendAll(readRows(input, undefined));
  interruption.dispose();
  expect(run.stopped).toBe('journal');
  expect(tally.sent).toBe(service.requests.length);
  expect(tally.sent).toBeLessThan(20);
});
