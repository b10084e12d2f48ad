/** The options that several commands have, in the same words. */
import type { ExitCode } from './shell/exit-code.js';
import { headerOption, oneOf, singleOption, wholeNumber } from './shell/option-values.js';
import type { Output } from './shell/output.js';
import type { Command, Option } from './vendor/commander.js';

export const JSON_FLAG = ['--json', 'print results as JSON, one object per line'] as const;

export const ANY = Number.MAX_SAFE_INTEGER;
/** The longest time that a timer takes. */
const MAX_MS = 2_147_483_647;

export const toOption = (): Option =>
  singleOption('--to <address>', 'email address, phone number, or token of a user or group');

export const placeOption = (): Option =>
  singleOption(
    '--recipient-in <place>',
    'query, or body, which keeps it out of access logs (default: query)',
    oneOf('query', 'body'),
  );

export const countryOption = (): Option =>
  singleOption('--default-country <code>', 'country of national phone numbers, for example US');

/** Of an attempt that calls the service. */
export const addAttemptOptions = (command: Command): Command =>
  command
    .addOption(
      singleOption(
        '--timeout <ms>',
        'time limit of an attempt (default: 10000)',
        wholeNumber(1, MAX_MS),
      ),
    )
    .addOption(headerOption('--header <name: value>', 'a header to send; may be repeated'))
    .option('--verbose', 'report every attempt on stderr');

/** Of each command that calls the service, once or with retries. */
export const addCallOptions = (command: Command): Command =>
  addAttemptOptions(command)
    .addOption(
      singleOption(
        '--max-retries <n>',
        'attempts after the first one (default: 4)',
        wholeNumber(0, ANY),
      ),
    )
    .option('--dry-run', 'show the request, send nothing');

/** Of a message, and of a file of messages. */
export const addMessageOptions = (command: Command): Command =>
  command
    .addOption(toOption())
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
      singleOption('--request-id <uuid>', 'your own id; repeated with it, a message arrives once'),
    )
    .addOption(countryOption())
    .addOption(singleOption('--file <path>', 'the rows of a .csv, .ndjson or .jsonl file'))
    .addOption(
      singleOption('--format <name>', 'format of the file: csv or ndjson', oneOf('csv', 'ndjson')),
    )
    .addOption(
      singleOption('--delimiter <char>', 'separates the columns of a CSV file (default: ,)'),
    )
    .addOption(singleOption('--journal <path>', "default: the file's name with .journal added"));

/** Loads the function that runs a command; `Words` are its arguments beside the options. */
export type Load<Options, Words extends unknown[] = []> = (
  options: Options,
) => Promise<(options: Options, output: Output, ...words: Words) => Promise<ExitCode>>;

/** Adds a command; its usage is its name and its arguments. */
export type AddCommand = <Options, Words extends unknown[] = []>(
  usage: string,
  load: Load<Options, Words>,
  parent: Command,
) => Command;
