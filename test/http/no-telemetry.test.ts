/** Where no telemetry is registered. */
import { expect, test } from '@jest/globals';

import { testClient } from '../support/client.js';
import { accepted, startServer } from '../support/server.js';

test('a client sends without it', async () => {
  const server = await startServer([accepted()]);
  const { messages } = testClient(server).tigerconnect;
  const sent = await messages.send({ to: 'nurse@ward.example', body: 'x' });
  expect(sent).toMatchObject({ attempts: 1 });
  expect(server.requests[0]?.headers).not.toHaveProperty('traceparent');
});
