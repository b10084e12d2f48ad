// Every operation that came, changed or went is named as users call it, in the report of a real run.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import type { Report } from '../../../scripts/pipeline/report/report.js';
import { generateFrom, remove, scratch } from '../harness.js';

let directory: string;

beforeAll(async () => {
  directory = await scratch();
});

afterAll(async () => {
  await remove(directory);
});

const operation = (operationId: string, tag: string, more = {}) => ({
  ...{ operationId, tags: [tag], responses: { 204: { description: 'Done' } } },
  ...more,
});
const document = (paths: object) => ({ swagger: '2.0', info: { title: 'a', version: '1' }, paths });

test('operations are named by their calls, also those that are gone', async () => {
  const query = { in: 'query', name: 'q', type: 'string' };
  await generateFrom(
    directory,
    'calls',
    document({
      '/groups': { get: operation('list_groups', 'Care group') },
      '/wards': { get: operation('listWards', 'wards', { parameters: [query] }) },
    }),
  );
  const report = join(directory, 'report.json');
  const after = document({
    '/wards': { get: operation('listWards', 'wards') },
    '/beds': { get: operation('listBeds', 'x-ray beds') },
  });
  await generateFrom(directory, 'calls', after, '--report', report);
  const { comparison } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const calls = new Set(comparison.changes.map(({ where, call }) => `${where} = ${call ?? ''}`));
  expect([...calls].sort()).toEqual([
    'CareGroupService (TypeScript) = ',
    'GET /beds = api.xRayBeds.listBeds()',
    'GET /groups = api.careGroup.listGroups()',
    'GET /wards · query parameter q = api.wards.listWards()',
    'WardsService.listWards (TypeScript) = api.wards.listWards()',
  ]);
});

test('what breaks users is told once, though the document and the TypeScript both show it', async () => {
  const [number, text] = [{ type: 'integer' }, { type: 'string' }];
  const beds = (ward: object, properties: object, required: string[]) => ({
    ...document({
      '/beds': {
        post: operation('addBed', 'beds', {
          parameters: [
            { in: 'query', name: 'ward', ...ward },
            { in: 'body', name: 'bed', schema: { $ref: '#/definitions/Bed' } },
          ],
        }),
      },
    }),
    definitions: { Bed: { type: 'object', properties, required } },
  });
  await generateFrom(directory, 'once', beds(text, { floor: number, name: text, note: text }, []));
  const report = join(directory, 'report.json');
  const after = beds(number, { floor: text, name: text }, ['name']);
  await generateFrom(directory, 'once', after, '--report', report);
  const { comparison } = JSON.parse(await readFile(report, 'utf8')) as Report;
  expect(comparison.changes.map(({ where, what }) => `${where}: ${what}`)).toEqual([
    'POST /beds · query parameter ward: Its type was string and is integer now.',
    'schema Bed · property floor: Its type was integer and is string now.',
    'schema Bed · property name: It is required now.',
    'schema Bed · property note: It was removed.',
  ]);
});
