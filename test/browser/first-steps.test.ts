/** The empty page teaches: what it gives to copy works. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, jest, test } from '@jest/globals';

import { NARROW, openInbox } from './support.js';

jest.setTimeout(30_000);

const run = promisify(execFile);
const PERMISSIONS = { permissions: ['clipboard-read', 'clipboard-write'] };

test.each([
  ['wide', {}],
  ['narrow', NARROW],
])('on a %s screen it gives the environment, a curl command and a program', async (_, look) => {
  const { sandbox, page, rows } = await openInbox({ ...look, ...PERMISSIONS });
  const copy = async (label: string): Promise<string> => {
    await page.getByRole('button', { name: label }).click();
    return page.evaluate<string>('navigator.clipboard.readText()');
  };
  expect(await copy('Copy the settings')).toContain(`TIGERCONNECT_BASE_URL=${sandbox.url}`);
  const program = await copy('Copy the program');
  expect(program.split('\n')).toHaveLength(3);
  expect(program).toContain("from 'tigerconnect-messages'");
  const curl = await copy('Copy the curl command');
  // Run twice, as the page says: there is still one message.
  for (const status of ['204 No Content', '304 Not Modified']) {
    const { stdout } = await run('sh', ['-c', curl]);
    expect(stdout).toContain(`HTTP/1.1 ${status}`);
  }
  expect(sandbox.messages).toHaveLength(1);
  await rows.first().waitFor();
  expect(await page.getByText('Nothing has arrived yet').count()).toBe(0);
});

test('it leads to the faults, and explains the signs', async () => {
  const { page } = await openInbox();
  await page.getByText('This Request-ID was accepted before').first().waitFor();
  await page.getByRole('button', { name: 'Faults' }).last().click();
  await page.getByRole('button', { name: 'Add fault' }).waitFor();
});
