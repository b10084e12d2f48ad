// A document that takes from `tigerconnect.messages` what it stands on: the report names what users lose.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { FACADE } from '../../../scripts/pipeline/compare/facade.js';
import type { Report } from '../../../scripts/pipeline/report/report.js';
import { TigerConnect } from '../../../src/index.js';
import { generateFrom, remove, ROOT, scratch } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

test('the list of what the facade calls is that of its code', () => {
  const folder = join(ROOT, 'src/messages');
  const code = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const calls = [...code.join('\n').matchAll(/new (\w+Service)\(.*\)\.(\w+)\(\{/g)];
  const called = calls.map(([, service = '', method = '']) => `${service}.${method}`);
  expect(Object.keys(FACADE).sort()).toEqual([...new Set(called)].sort());
  const { messages } = new TigerConnect({ apiKey: 'k', apiSecret: 's' });
  const named = Object.values(FACADE).flat();
  for (const call of named) {
    expect(messages).toHaveProperty(call.slice('messages.'.length, -2), expect.any(Function));
  }
});

const [lost = '', ...kept] = Object.keys(FACADE);
const operation = (name: string, id = name.split('.')[1]) => ({
  get: {
    ...{ tags: [name.split('Service.')[0]], operationId: id },
    responses: { 204: { description: 'Done' } },
  },
});
const document = (paths: object) => ({
  ...{ swagger: '2.0', info: { title: 'a', version: '1' }, host: 'api.example', paths },
});
const others = Object.fromEntries(kept.map((name) => [`/${name}/`, operation(name)]));

test.each([
  ['removed', {}],
  ['renamed', { '/lost/': operation(lost, 'other') }],
])('an operation that is %s takes the methods that call it along', async (how, paths) => {
  const report = join(directory, 'report.json');
  await generateFrom(directory, how, document({ ...others, '/lost/': operation(lost) }));
  await generateFrom(directory, how, document({ ...others, ...paths }), '--report', report);
  const { facade } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  expect(facade).toEqual([{ calls: FACADE[lost], method: lost, added: 'lost' }]);
});

test('a document that never had it loses nothing', async () => {
  const report = join(directory, 'report.json');
  await generateFrom(directory, 'never', document({ '/a/': operation('A.b') }));
  await generateFrom(directory, 'never', document(others), '--report', report);
  const { facade } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  expect(facade).toEqual([]);
});
