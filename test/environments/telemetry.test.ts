/** In an application that instruments HTTP: our span stands for an attempt, and none shows the recipient. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

import { startServer } from '../support/server.js';
import { conformance, expectConformance, type Outcomes } from './conformance.js';
import { project, removeProjects, resultOf, run } from './environment.js';

interface Span {
  scope: string;
  name: string;
  attributes: Record<string, unknown>;
}

const PACKAGES = [
  'api',
  'instrumentation',
  'instrumentation-http',
  'instrumentation-undici',
  'sdk-trace-node',
].map((name) => `@opentelemetry/${name}`);

let cwd: string;
beforeAll(async () => {
  const named = Object.fromEntries(PACKAGES.map((name) => [name, name]));
  cwd = await project({ ...named, undici: 'undici-7' });
});
afterAll(removeProjects);

describe.each(['default', 'undici', 'platform'])('over the transport %s', (transport) => {
  test('an attempt has one span, and no span names a recipient', async () => {
    const conditions = await conformance(transport);
    const other = await startServer([{}]);
    const command = [process.execPath, '--require', './setup-telemetry.cjs', 'traced.mjs'];
    const env = { JOBS: JSON.stringify(conditions.jobs), OTHER: other.url };
    const result = await resultOf<{ outcomes: Outcomes; spans: Span[] }>(
      run(command, { cwd, env }),
    );
    const refused = transport === 'platform' ? ['not-sent', 'unknown'] : ['not-sent'];
    expectConformance(conditions, result.outcomes, { refused });

    expect(JSON.stringify(result.spans)).not.toMatch(/nurse|14155550123/);
    const ours = result.spans.filter(({ scope }) => scope === 'tigerconnect-messages');
    // Seven of the jobs make an attempt, and one of these a second.
    expect(ours).toHaveLength(8);
    for (const { name, attributes } of ours) {
      expect(name).toBe('POST /message/');
      expect(attributes['url.full']).toMatch(/\/v2\/message\/\?recipient=REDACTED$/);
    }
    // The instrumentation is at work, and has the application's own requests alone.
    const others = result.spans.filter((span) => !ours.includes(span));
    expect(others.map(({ scope }) => scope).sort()).toEqual([
      '@opentelemetry/instrumentation-http',
      '@opentelemetry/instrumentation-undici',
    ]);
  });
});
