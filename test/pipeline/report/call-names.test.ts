// The calls that the report and the changelog name are there, under these names, on a client's `api`.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from '@jest/globals';

import { nameCalls } from '../../../scripts/pipeline/report/calls.js';
import { change } from '../../../scripts/pipeline/compare/change.js';
import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { operationsOf } from '../../../scripts/pipeline/document/document.js';
import { clientFor, grownClass } from '../../support/grown.js';
import { remove } from '../harness.js';

/** Tags and operation ids in all manners of spelling. */
const TAGS =
  `Group,URL,OAuth2 Tokens,API keys,v2,2fa,iOS,SMS-Gateway,snake_case,a.b,request,Constructor,XMLHttp,
  CareTEAM,e-mail 2 go,ALLCAPS,x-ray beds,message`.split(/,\s*/);
const IDS =
  `listAll,list_some,LIST-EACH,GetURL,get.it,2ndOne,post v2,URLs,httpRequest,constructor,then,delete,
  OAuth2Token,iOSDevice,a_b_c,sendSMS,X,xY`.split(/,\s*/);

const document: JsonObject = {
  ...{ swagger: '2.0', info: { title: 'a', version: '1' }, basePath: '/v2/' },
  ...{ host: 'api.example', schemes: ['https'] },
  paths: Object.fromEntries(
    TAGS.map((tag, index) => [
      `/things${index}/`,
      {
        get: {
          ...{ tags: [tag], operationId: IDS[index] ?? '' },
          responses: { 204: { description: 'Done' } },
        },
      },
    ]),
  ),
};

let folder: string;

beforeAll(async () => {
  folder = await clientFor(document, ['--no-overlay']);
});

afterAll(async () => {
  await remove(folder);
});

test('each operation is where its call says', async () => {
  const generated = JSON.parse(
    await readFile(join(folder, 'generated/openapi.json'), 'utf8'),
  ) as JsonObject;
  const changes = operationsOf(generated).map(({ place }) => change('operation-added', place));
  const named = await nameCalls(changes, {
    document: generated,
    directory: join(folder, 'generated'),
  });
  const Client = await grownClass(folder);
  const { api } = new Client({ apiKey: 'k', apiSecret: 's' });
  const calls = Object.entries(api).flatMap(([service, methods]) =>
    Object.keys(methods).map((method) => `api.${service}.${method}()`),
  );
  expect(named.map(({ call }) => call).sort()).toEqual(calls.sort());
  expect(calls).toHaveLength(TAGS.length);
});
