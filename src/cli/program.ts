/** The commands and their options. Each command is loaded only when it is called. */
import { createRequire } from 'node:module';

import {
  addCallOptions,
  addMessageOptions,
  countryOption,
  JSON_FLAG,
  type Load,
  placeOption,
  toOption,
} from './options.js';
import { addOutbox } from './outbox.js';
import { EXIT, EXIT_CODES_HELP, type ExitCode } from './shell/exit-code.js';
import { singleOption, wholeNumber } from './shell/option-values.js';
import type { Output } from './shell/output.js';
import type { SendFileOptions } from './commands/send-file.js';
import type { SandboxOptions } from './commands/sandbox.js';
import type { SendOptions } from './commands/send.js';
import type { StatusOptions, TypingOptions } from './commands/status.js';
import { describeParseError, UsageError } from './shell/usage-error.js';
import { Command, CommanderError } from './vendor/commander.js';

const ENVIRONMENT_HELP = `
Environment:
  TIGERCONNECT_API_KEY, TIGERCONNECT_API_SECRET   the credentials; there are no options for them
  TIGERCONNECT_BASE_URL                           the server; default: TigerConnect's own
${EXIT_CODES_HELP}`;

const SEND_HELP = `
Other users of this machine can see the arguments of a command: pipe confidential text in.

  echo 'Bed 12: potassium 6.8' | npx tigerconnect send --to nurse@ward.example --ttl 60

A file has one message per row. Its columns, or fields, are named like the options (to, body, ttl,
delete-on-read, data, organization, ...), and id is your own request id, a UUID. A journal beside the
file records the outcome of each row, known by its content: run the same command again to send the rest,
also rows that were corrected, edited or added. No row is sent twice.
${ENVIRONMENT_HELP}`;

interface Version {
  version: string;
}

/** One run of the command. */
class Program {
  code: ExitCode = EXIT.done;
  readonly root = new Command('tigerconnect');

  constructor(private readonly output: Output) {
    const { version } = createRequire(import.meta.url)(
      'tigerconnect-messages/package.json',
    ) as Version;
    this.root
      .description(
        'Send TigerConnect messages, now or from an outbox, set their state, or run a sandbox to send them to.',
      )
      .version(version, '-V, --version')
      .exitOverride()
      // Its errors quote what was typed; ours do not.
      .configureOutput({ outputError: () => undefined })
      .addHelpText('after', ENVIRONMENT_HELP);
    this.#send();
    this.#notices();
    addOutbox(this.root, (...command) => this.#command(...command));
    this.#command<SandboxOptions>(
      'sandbox',
      async () => (await import('./commands/sandbox.js')).sandbox,
    )
      .description('run the Message API on this machine, with a page that shows its inbox')
      .addOption(singleOption('--port <number>', 'default: a free port', wholeNumber(0, 65_535)))
      .option('--strict', 'refuse what the API’s document does not say, also from known clients')
      .option('--open', 'open the page in the browser');
  }

  /** @param usage its name and its arguments */
  #command<Options, Words extends unknown[] = []>(
    usage: string,
    load: Load<Options, Words>,
    parent = this.root,
  ): Command {
    return parent
      .command(usage)
      .option(...JSON_FLAG)
      .action(async (...given: unknown[]) => {
        const [options] = given.slice(-2) as [Options, Command];
        const run = await load(options);
        this.code = await run(options, this.output, ...(given.slice(0, -2) as Words));
      });
  }

  #send(): void {
    const send = this.#command<SendOptions & SendFileOptions>('send', async (options) =>
      options.file === undefined
        ? (await import('./commands/send.js')).send
        : (await import('./commands/send-file.js')).sendFile,
    ).description('send one message, or one per row of a file');
    addMessageOptions(send).addOption(
      singleOption('--concurrency <n>', 'rows in flight (default: 8)', wholeNumber(1, 64)),
    );
    addCallOptions(send.addOption(placeOption())).addHelpText('after', SEND_HELP);
  }

  #notices(): void {
    const status = this.#command<StatusOptions>(
      'status',
      async () => (await import('./commands/status.js')).status,
    )
      .description('set messages to delivered or read')
      .option('--delivered <token...>', 'tokens of delivered messages, as send prints them')
      .option('--read <token...>', 'tokens of read messages');
    addCallOptions(status);
    const typing = this.#command<TypingOptions>(
      'typing',
      async () => (await import('./commands/status.js')).typing,
    )
      .description('show a recipient for 8 seconds that somebody is typing')
      .addOption(toOption())
      .addOption(countryOption());
    addCallOptions(typing);
  }
}

/** The command that is called, after those that it belongs to. */
function findCommand(root: Command, words: readonly string[]): Command[] {
  const called = [root];
  for (const word of words) {
    const next = called.at(-1)?.commands.find((command) => command.name() === word);
    if (next === undefined) break;
    called.push(next);
  }
  return called;
}

/** Runs the command. @throws UsageError, and what the command throws */
export async function runProgram(words: readonly string[], output: Output): Promise<ExitCode> {
  const program = new Program(output);
  try {
    await program.root.parseAsync(words, { from: 'user' });
    return program.code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT.done;
    // No command: the parser has already shown the help.
    if (error.code === 'commander.help') return EXIT.usage;
    const called = findCommand(program.root, words);
    const names = called.at(-1)?.commands.map((command) => command.name()) ?? [];
    const help = called.map((command) => command.name()).join(' ');
    throw new UsageError(`${describeParseError(error, names)} See npx ${help} --help.`);
  }
}
