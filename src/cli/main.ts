#!/usr/bin/env node
/** The `tigerconnect` command. */
import { reportFailure } from './shell/failure.js';
import { Output } from './shell/output.js';
import { runProgram } from './program.js';

const words = process.argv.slice(2);
// Before the arguments are parsed: wrong usage is reported as JSON, too.
const output = new Output(words.includes('--json'));
const code = await runProgram(words, output).catch((error: unknown) =>
  reportFailure(error, output),
);
process.exitCode = await output.finish(code);
