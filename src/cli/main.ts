#!/usr/bin/env node
/** The `tigerconnect` command. */
import { reportFailure } from './shell/failure.js';
import { Output } from './shell/output.js';
import { runProgram } from './program.js';

const words = process.argv.slice(2);
// Looked for here too: wrong usage is reported in the form that was asked for.
const output = new Output(words.includes('--json'));
try {
  process.exitCode = await runProgram(words, output);
} catch (error) {
  process.exitCode = await reportFailure(error, output);
}
