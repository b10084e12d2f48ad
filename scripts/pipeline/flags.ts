// The flags of `npm run generate`, and what they mean as paths.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { InputError, messageOf } from './input-error.js';

/** The repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

export const usage = `npm run generate -- [flags]
  --input <file>     the vendor's document    (spec/vendor.yaml)
  --overlay <file>   what we know beyond it   (spec/overlay.yaml)
  --no-overlay       without it: poorer types
  --output <dir>     replaced as a whole      (generated)
  --openapi <file>   the OpenAPI 3 document   (spec/openapi.json, or <output>/openapi.json)
  --check            write nothing; exit 1 and show the difference when there is one
  --report <file>    the report as JSON too
`;

/** What the flags ask for, as absolute paths. */
export interface Settings {
  input: string;
  overlay: string | undefined;
  output: string;
  openapi: string;
  check: boolean;
  report: string | undefined;
}

/** Undefined when the flags ask for help; a flag that does not exist is refused. */
export function readFlags(argv: string[], cwd: string): Settings | undefined {
  const flags = parse(argv);
  if (flags.help) return undefined;
  const at = (path: string | undefined, byDefault: string): string =>
    path === undefined ? byDefault : resolve(cwd, path);
  const output = at(flags.output, join(root, 'generated'));
  const beside = flags.output === undefined ? join(root, 'spec') : output;
  return {
    input: at(flags.input, join(root, 'spec', 'vendor.yaml')),
    overlay: flags['no-overlay']
      ? undefined
      : at(flags.overlay, join(root, 'spec', 'overlay.yaml')),
    output,
    openapi: at(flags.openapi, join(beside, 'openapi.json')),
    check: flags.check,
    report: flags.report === undefined ? undefined : resolve(cwd, flags.report),
  };
}

const off = { type: 'boolean', default: false } as const;
const text = { type: 'string' } as const;
const options = {
  input: text,
  overlay: text,
  'no-overlay': off,
  output: text,
  openapi: text,
  check: off,
  report: text,
  help: off,
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

function parse(args: string[]): Flags {
  try {
    return parseArgs({ args, options }).values;
  } catch (cause) {
    throw new InputError(
      { file: 'generate', problem: messageOf(cause), correction: `The flags are:\n${usage}` },
      cause,
    );
  }
}
