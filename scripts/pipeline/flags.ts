// The flags of `npm run generate`, and what they mean as paths.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { errorMessage, InputError } from './input-error.js';

/** The folder of the repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');

export const USAGE = `npm run generate -- [flags]
  --input <file>     the vendor's document          (spec/vendor.yaml)
  --overlay <file>   what that document leaves out  (spec/overlay.yaml)
  --no-overlay       no overlay; fewer types are known
  --output <dir>     replaced as a whole            (generated)
  --openapi <file>   the OpenAPI 3 document         (spec/openapi.json, or <output>/openapi.json)
  --check            write nothing; show the difference and exit 1 if there is one
  --report <file>    also write the report as JSON
  --previous <file>  the vendor's earlier document, compared while the overlay does not fit
`;

/** What the flags ask for, as absolute paths. */
export interface Settings {
  input: string;
  overlay: string | undefined;
  output: string;
  openapi: string;
  check: boolean;
  report: string | undefined;
  previous: string | undefined;
}

/** The settings, or undefined when the flags ask for help; refuses an unknown flag. */
export function readFlags(argv: string[], cwd: string): Settings | undefined {
  const flags = parse(argv);
  if (flags.help) return undefined;
  const at = (path: string | undefined, byDefault: string): string =>
    path === undefined ? byDefault : resolve(cwd, path);
  const given = (path: string | undefined): string | undefined =>
    path === undefined ? undefined : resolve(cwd, path);
  const output = at(flags.output, join(ROOT, 'generated'));
  const beside = flags.output === undefined ? join(ROOT, 'spec') : output;
  return {
    input: at(flags.input, join(ROOT, 'spec', 'vendor.yaml')),
    overlay: flags['no-overlay']
      ? undefined
      : at(flags.overlay, join(ROOT, 'spec', 'overlay.yaml')),
    output,
    openapi: at(flags.openapi, join(beside, 'openapi.json')),
    check: flags.check,
    report: given(flags.report),
    previous: given(flags.previous),
  };
}

const FLAG = { type: 'boolean', default: false } as const;
const VALUE = { type: 'string' } as const;
const OPTIONS = {
  input: VALUE,
  overlay: VALUE,
  'no-overlay': FLAG,
  output: VALUE,
  openapi: VALUE,
  check: FLAG,
  report: VALUE,
  previous: VALUE,
  help: FLAG,
} as const;

type Flags = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

function parse(args: string[]): Flags {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw new InputError(
      { file: 'generate', problem: errorMessage(cause), correction: `The flags are:\n${USAGE}` },
      cause,
    );
  }
}
