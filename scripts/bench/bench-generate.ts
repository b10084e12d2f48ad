// `npm run bench:generate`: measures `npm run generate` on documents of 3, 100, 1,000 and 3,000
// operations, each in a process of its own, and again unchanged; `--input <file>` adds a document. For
// comparison, the converter and the generator alone. Prints a table; `--out <file>` also writes it.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { ROOT } from '../pipeline/flags.js';

const { values: flags } = parseArgs({
  options: { out: { type: 'string' }, input: { type: 'string', multiple: true, default: [] } },
});

/** A typical document: half of the operations have bodies, and there is one definition for three. */
function makeDocument(operations: number): unknown {
  const paths: Record<string, unknown> = {};
  for (let number = 0; number < operations / 2; number++) {
    const tag = `Area ${Math.floor(number / 10)}`;
    const schema = { $ref: `#/definitions/area.v1.Thing${Math.floor(number / 1.5)}` };
    const id = { in: 'path', name: 'id', type: 'string', description: 'The id of the thing' };
    const responses = {
      200: { description: 'The thing', schema },
      404: { description: 'There is no such thing' },
      default: { description: 'Something failed' },
    };
    paths[`/areas/${Math.floor(number / 10)}/things${number}/{id}`] = {
      get: {
        tags: [tag],
        operationId: `getThing${number}`,
        summary: `Gets thing ${number}`,
        parameters: [
          id,
          { in: 'query', name: 'limit', type: 'integer', description: 'How many at most' },
          { in: 'query', name: 'fields', type: 'array', items: { type: 'string' } },
        ],
        responses,
      },
      put: {
        tags: [tag],
        summary: `Changes thing ${number}`,
        parameters: [id, { in: 'body', name: 'thing', schema }],
        responses,
      },
    };
  }
  const definitions = Object.fromEntries(
    Array.from({ length: Math.ceil(operations / 3) }, (_, number) => [
      `area.v1.Thing${number}`,
      {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', description: 'What people call it' },
          kind: { type: 'string', enum: ['small', 'large'] },
          parent: { $ref: `#/definitions/area.v1.Thing${Math.floor(number / 2)}` },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
    ]),
  );
  return {
    swagger: '2.0',
    info: { title: 'Bench', version: '1' },
    host: 'bench.example',
    paths,
    definitions,
  };
}

/** The converter and the generator, and nothing else. */
const STOCK_TOOLS = `
  const { readFileSync } = require('node:fs');
  const [, input, output] = process.argv;
  require('swagger2openapi')
    .convertObj(JSON.parse(readFileSync(input, 'utf8')), { patch: true, warnOnly: true })
    .then(({ openapi }) => require('openapi-typescript-codegen').generate({ input: openapi, output }));
`;

/** The seconds that a process of Node takes. */
function time(argv: string[]): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: ROOT });
  if (status !== 0) throw new Error(stderr.toString());
  return (performance.now() - start) / 1000;
}

interface Measured {
  stock: number;
  seconds: number;
  unchanged: number;
  stages: string;
}

function measure(directory: string, name: string, input: string): Measured {
  const report = join(directory, `${name}.report.json`);
  const command = join(ROOT, 'scripts/generate.ts');
  const argv = [
    '--input',
    input,
    '--no-overlay',
    '--output',
    join(directory, name),
    '--report',
    report,
  ];
  const run = (): number => time(['--import', 'tsx', command, ...argv]);
  const seconds = run();
  const unchanged = run();
  const stock = time(['-e', STOCK_TOOLS, input, join(directory, `${name}.stock`)]);
  const { timings } = JSON.parse(readFileSync(report, 'utf8')) as {
    timings: { stage: string; ms: number }[];
  };
  const stages = timings.map(({ stage, ms }) => `${stage} ${(ms / 1000).toFixed(1)}`).join(', ');
  return { seconds, unchanged, stock, stages };
}

const directory = mkdtempSync(join(tmpdir(), 'bench-'));
const rows = [
  '| document | seconds | unchanged | stock tools | stages |',
  '| --- | ---: | ---: | ---: | --- |',
];
try {
  const inputs = [3, 100, 1000, 3000].map((operations) => {
    const input = join(directory, `${operations}.json`);
    writeFileSync(input, JSON.stringify(makeDocument(operations)));
    return { name: `${operations} operations`, input };
  });
  for (const { name, input } of [
    ...inputs,
    ...flags.input.map((input) => ({ name: input, input })),
  ]) {
    const measured = measure(directory, name.replaceAll(/\W/g, '-'), input);
    const { seconds, unchanged, stock, stages } = measured;
    const times = [seconds, unchanged, stock].map((value) => value.toFixed(2));
    const row = `| ${[name, ...times, stages].join(' | ')} |`;
    rows.push(row);
    console.log(row);
  }
} finally {
  rmSync(directory, { recursive: true, force: true });
}
if (flags.out !== undefined) writeFileSync(flags.out, `${rows.join('\n')}\n`);
