/** The commands and their options. What a command needs is loaded when it is called, and not for help. */
import { createRequire } from 'node:module';

import { EXIT, EXIT_CODES_HELP, type ExitCode } from './shell/exit-code.js';
import { jsonObjects, oneOf, single, wholeNumber } from './shell/option-values.js';
import type { Output } from './shell/output.js';
import type { SendFileOptions } from './commands/send-file.js';
import type { SandboxOptions } from './commands/sandbox.js';
import type { SendOptions } from './commands/send.js';
import type { StatusOptions, TypingOptions } from './commands/status.js';
import { UsageError, wordsOf } from './shell/usage-error.js';
import { Command, CommanderError } from './vendor/commander.js';

const JSON_FLAG = ['--json', 'results on stdout as JSON, one object a line'] as const;
const DRY_RUN = ['--dry-run', 'show the request and send nothing'] as const;
const TO = [
  '--to <address>',
  'an email address, a phone number, or the token of a user or group',
] as const;
const COUNTRY = [
  '--default-country <code>',
  'of phone numbers written without one, for example US',
] as const;
const ANY = Number.MAX_SAFE_INTEGER;

const ENVIRONMENT_HELP = `
Environment:
  TIGERCONNECT_API_KEY, TIGERCONNECT_API_SECRET   the credentials; there are no options for them
  TIGERCONNECT_BASE_URL                           the server, when it is not TigerConnect's own
${EXIT_CODES_HELP}`;

const SEND_HELP = `
Other users of this machine can see a command's arguments: pipe a confidential text in.

  echo 'Bed 12: potassium 6.8' | tigerconnect send --to nurse@ward.example --ttl 60

A file has a message in each row. Its columns, or fields, are named as the options are (to, body, ttl,
delete-on-read, data, organization, ...) and id, a UUID of your own as the request id. A journal beside
the file holds what became of each row: the same command again sends what is left, and no row twice.
${ENVIRONMENT_HELP}`;

interface Version {
  version: string;
}
type Load<Options> = (
  options: Options,
) => Promise<(options: Options, output: Output) => Promise<ExitCode>>;

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
        'Send TigerConnect messages, tell of their state, or run a TigerConnect of your own.',
      )
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
      .description('run a TigerConnect on this machine, with a page that shows its inbox')
      .addOption(single('--port <number>', 'default: a free one', wholeNumber(0, 65_535)))
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
    this.#command<SendOptions & SendFileOptions>('send', async (options) =>
      options.file === undefined
        ? (await import('./commands/send.js')).send
        : (await import('./commands/send-file.js')).sendFile,
    )
      .description('send one message, or those of a file')
      .addOption(single(TO[0], TO[1]))
      .addOption(single('--body <text>', 'the text; - or none: what is piped in'))
      .addOption(single('--ttl <minutes>', 'until the message expires', wholeNumber(1, ANY)))
      .option('--delete-on-read', 'delete the message once it is read')
      .addOption(single('--data <json>', 'objects that travel along', jsonObjects))
      .addOption(single('--organization <token>', 'of both sender and recipient'))
      .addOption(single('--sender-organization <token>', 'of the sender'))
      .addOption(single('--recipient-organization <token>', 'of the recipient'))
      .addOption(
        single('--request-id <uuid>', 'your own; repeated with it, a message arrives once'),
      )
      .addOption(single(COUNTRY[0], COUNTRY[1]))
      .addOption(single('--file <path>', 'send the rows of a .csv, .ndjson or .jsonl file'))
      .addOption(single('--format <name>', 'of the file: csv or ndjson', oneOf('csv', 'ndjson')))
      .addOption(single('--delimiter <char>', 'between the columns of a CSV file (default: ,)'))
      .addOption(single('--journal <path>', "default: the file's name and .journal"))
      .addOption(single('--concurrency <n>', 'rows in flight (default: 8)', wholeNumber(1, 64)))
      .option(...DRY_RUN)
      .addHelpText('after', SEND_HELP);
  }

  #notices(): void {
    this.#command<StatusOptions>(
      'status',
      async () => (await import('./commands/status.js')).status,
    )
      .description('set messages to delivered or read')
      .option('--delivered <token...>', 'of messages that were delivered, as send printed them')
      .option('--read <token...>', 'of messages that were read')
      .option(...DRY_RUN);
    this.#command<TypingOptions>(
      'typing',
      async () => (await import('./commands/status.js')).typing,
    )
      .description('show a recipient for 8 seconds that somebody is typing')
      .addOption(single(TO[0], TO[1]))
      .addOption(single(COUNTRY[0], COUNTRY[1]))
      .option(...DRY_RUN);
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
    // No command at all: the parser has shown the help already.
    if (error.code === 'commander.help') return EXIT.usage;
    throw new UsageError(`${wordsOf(error)} See tigerconnect --help.`);
  }
}
