/** The commands and their options. Each command is loaded only when it is called. */
import { createRequire } from 'node:module';

import { EXIT, EXIT_CODES_HELP, type ExitCode } from './shell/exit-code.js';
import { headerOption, oneOf, singleOption, wholeNumber } from './shell/option-values.js';
import type { Output } from './shell/output.js';
import type { SendFileOptions } from './commands/send-file.js';
import type { SandboxOptions } from './commands/sandbox.js';
import type { SendOptions } from './commands/send.js';
import type { StatusOptions, TypingOptions } from './commands/status.js';
import { describeParseError, UsageError } from './shell/usage-error.js';
import { Command, CommanderError } from './vendor/commander.js';

const JSON_FLAG = ['--json', 'print results as JSON, one object per line'] as const;
const DRY_RUN = ['--dry-run', 'show the request, send nothing'] as const;
const TO = ['--to <address>', 'email address, phone number, or token of a user or group'] as const;
const COUNTRY = [
  '--default-country <code>',
  'country of national phone numbers, for example US',
] as const;
const ANY = Number.MAX_SAFE_INTEGER;
/** The longest time that a timer takes. */
const MAX_MS = 2_147_483_647;

const ENVIRONMENT_HELP = `
Environment:
  TIGERCONNECT_API_KEY, TIGERCONNECT_API_SECRET   the credentials; there are no options for them
  TIGERCONNECT_BASE_URL                           the server; default: TigerConnect's own
${EXIT_CODES_HELP}`;

const SEND_HELP = `
Other users of this machine can see the arguments of a command: pipe confidential text in.

  echo 'Bed 12: potassium 6.8' | tigerconnect send --to nurse@ward.example --ttl 60

A file has one message per row. Its columns, or fields, are named like the options (to, body, ttl,
delete-on-read, data, organization, ...), and id is your own request id, a UUID. A journal beside the
file records the outcome of each row, known by its content: run the same command again to send the rest,
also rows that were corrected, edited or added. No row is sent twice.
${ENVIRONMENT_HELP}`;

interface Version {
  version: string;
}
/** Loads the function that runs a command. */
type Load<Options> = (
  options: Options,
) => Promise<(options: Options, output: Output) => Promise<ExitCode>>;

/** The options of each command that calls the service. */
const addCallOptions = (command: Command): Command =>
  command
    .addOption(
      singleOption(
        '--timeout <ms>',
        'time limit of an attempt (default: 10000)',
        wholeNumber(1, MAX_MS),
      ),
    )
    .addOption(
      singleOption(
        '--max-retries <n>',
        'attempts after the first one (default: 4)',
        wholeNumber(0, ANY),
      ),
    )
    .addOption(headerOption('--header <name: value>', 'a header to send; may be repeated'))
    .option('--verbose', 'report every attempt on stderr')
    .option(...DRY_RUN);

/** One run of the command. */
class Program {
  code: ExitCode = EXIT.done;
  readonly root = new Command('tigerconnect');

  constructor(private readonly output: Output) {
    const { version } = createRequire(import.meta.url)(
      'tigerconnect-messages/package.json',
    ) as Version;
    this.root
      .description('Send TigerConnect messages, set their state, or run a sandbox to send them to.')
      .version(version, '-V, --version')
      .exitOverride()
      // Its errors quote what was typed; ours do not.
      .configureOutput({ outputError: () => undefined })
      .addHelpText('after', ENVIRONMENT_HELP);
    this.#send();
    this.#notices();
    this.#command<SandboxOptions>(
      'sandbox',
      async () => (await import('./commands/sandbox.js')).sandbox,
    )
      .description('run the Message API on this machine, with a page that shows its inbox')
      .addOption(singleOption('--port <number>', 'default: a free port', wholeNumber(0, 65_535)))
      .option('--strict', 'refuse what the API’s document does not say, also from known clients')
      .option('--open', 'open the page in the browser');
  }

  #command<Options>(name: string, load: Load<Options>): Command {
    return this.root
      .command(name)
      .option(...JSON_FLAG)
      .action(async (options: Options) => {
        const run = await load(options);
        this.code = await run(options, this.output);
      });
  }

  #send(): void {
    const send = this.#command<SendOptions & SendFileOptions>('send', async (options) =>
      options.file === undefined
        ? (await import('./commands/send.js')).send
        : (await import('./commands/send-file.js')).sendFile,
    )
      .description('send one message, or one per row of a file')
      .addOption(singleOption(TO[0], TO[1]))
      .addOption(
        singleOption('--body <text>', 'text of the message; - or no --body: read from stdin'),
      )
      .addOption(
        singleOption('--ttl <minutes>', 'time until the message expires', wholeNumber(1, ANY)),
      )
      .option('--delete-on-read', 'delete the message once it is read')
      .addOption(singleOption('--data <json>', 'a JSON object, or an array of them, to send along'))
      .addOption(singleOption('--organization <token>', 'organization of sender and recipient'))
      .addOption(singleOption('--sender-organization <token>', 'organization of the sender'))
      .addOption(singleOption('--recipient-organization <token>', 'organization of the recipient'))
      .addOption(
        singleOption(
          '--request-id <uuid>',
          'your own id; repeated with it, a message arrives once',
        ),
      )
      .addOption(singleOption(COUNTRY[0], COUNTRY[1]))
      .addOption(singleOption('--file <path>', 'send the rows of a .csv, .ndjson or .jsonl file'))
      .addOption(
        singleOption(
          '--format <name>',
          'format of the file: csv or ndjson',
          oneOf('csv', 'ndjson'),
        ),
      )
      .addOption(
        singleOption('--delimiter <char>', 'separates the columns of a CSV file (default: ,)'),
      )
      .addOption(singleOption('--journal <path>', "default: the file's name with .journal added"))
      .addOption(
        singleOption('--concurrency <n>', 'rows in flight (default: 8)', wholeNumber(1, 64)),
      );
    addCallOptions(send).addHelpText('after', SEND_HELP);
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
      .addOption(singleOption(TO[0], TO[1]))
      .addOption(singleOption(COUNTRY[0], COUNTRY[1]));
    addCallOptions(typing);
  }
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
    throw new UsageError(`${describeParseError(error)} See tigerconnect --help.`);
  }
}
