/** Runs `tigerconnect outbox …` on the database of these tests, and checks what no output may show. */
import { randomUUID } from 'node:crypto';

import { expect } from '@jest/globals';

import { type Ended, type Running, type Settings, start } from '../cli/command.js';
import { databaseUrl, MESSAGE } from './support.js';

export const PASSWORD = 'sesame-of-the-database';

/** With a password, which this server does not ask for. */
export function urlWithPassword(): string {
  const url = new URL(databaseUrl());
  url.password = PASSWORD;
  return url.href;
}

export const newSchema = (): string => `outbox_${randomUUID().replaceAll('-', '')}`;

export function startOutbox(
  words: readonly string[],
  { env = {}, ...settings }: Settings = {},
): Running {
  const { child, ended } = start(['outbox', ...words], {
    ...settings,
    env: { DATABASE_URL: urlWithPassword(), ...env },
  });
  return { child, ended: ended.then(checkPrivacy) };
}

export const runOutbox = (words: readonly string[], settings?: Settings): Promise<Ended> =>
  startOutbox(words, settings).ended;

/** No output shows a recipient, a text or a password. */
function checkPrivacy(ended: Ended): Ended {
  for (const secret of [PASSWORD, 's3cret-of-ward-7', MESSAGE.to, 'ward.example', MESSAGE.body]) {
    expect(ended.stdout).not.toContain(secret);
    expect(ended.stderr).not.toContain(secret);
  }
  return ended;
}
