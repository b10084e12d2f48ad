/** `tigerconnect outbox …`: its commands and their options. */
import type { EnqueueOneOptions } from './commands/outbox/enqueue.js';
import type { EnqueueFileOptions } from './commands/outbox/enqueue-file.js';
import type { ListOptions } from './commands/outbox/look.js';
import type { PlaceOptions } from './commands/outbox/open.js';
import { addAttemptOptions, type AddCommand, addMessageOptions, placeOption } from './options.js';
import type { WorkFlags } from './commands/outbox/work.js';
import { OUTBOX_EXIT_CODES_HELP } from './shell/exit-code.js';
import { number, oneOf, singleOption, wholeNumber } from './shell/option-values.js';
import type { Command } from './vendor/commander.js';

const OUTBOX_HELP = `
An outbox keeps messages in a PostgreSQL, or in a folder of this machine, until workers have sent them. It needs
Node 22.12 or newer and the packages pg-boss and pg, or @electric-sql/pglite for a folder.

  npx tigerconnect outbox enqueue --file messages.csv
  npx tigerconnect outbox work --until-empty --rate 20
  npx tigerconnect outbox list --state failed --json

Environment:
  DATABASE_URL                                    the PostgreSQL, postgres://outbox@db.ward.example/ward;
                                                  there is no option for it. Either this or --folder
  TIGERCONNECT_API_KEY, TIGERCONNECT_API_SECRET   the credentials; only work needs them
  TIGERCONNECT_BASE_URL                           the server; default: TigerConnect's own
${OUTBOX_EXIT_CODES_HELP}`;

const ENQUEUE_HELP = `
Other users of this machine can see the arguments of a command: pipe confidential text in.

  echo 'Bed 12: potassium 6.8' | npx tigerconnect outbox enqueue --to nurse@ward.example --ttl 60

A file is read as by send --file, and has a journal of the same kind: the same command again enqueues the rest,
also rows that were corrected, edited or added, and no row twice. --ordered needs TIGERCONNECT_ORDERING_SECRET
in the environment, any text, the same wherever messages are enqueued.`;

const WORK_HELP = `
SIGINT or SIGTERM (Ctrl-C) ends it when what is in flight has settled; a second one does not wait. What waits stays, for
this command or a worker on another machine. 401 and 403 end it with exit code 1: they are the same for every message.`;

const IDS = '<request-id...>';

const addPlace = (command: Command): Command =>
  command
    .addOption(singleOption('--folder <path>', 'an embedded database, in place of DATABASE_URL'))
    .addOption(singleOption('--schema <name>', 'of the tables (default: tigerconnect_outbox)'))
    .addHelpText('after', '\nSee also npx tigerconnect outbox --help.');

const MIGRATE = ['--no-migrate', 'use the tables that are there, make none'] as const;

function addEnqueue(outbox: Command, add: AddCommand): void {
  const enqueue = add<EnqueueOneOptions & EnqueueFileOptions>(
    'enqueue',
    async (options) =>
      options.file === undefined
        ? (await import('./commands/outbox/enqueue.js')).enqueue
        : (await import('./commands/outbox/enqueue-file.js')).enqueueFile,
    outbox,
  ).description('keep one message, or one per row of a file, until a worker has sent it');
  addPlace(addMessageOptions(enqueue))
    .addOption(
      singleOption(
        '--ordered <by>',
        'recipient: messages to one recipient go out one after the other',
        oneOf('recipient'),
      ),
    )
    .addOption(
      singleOption('--retention <days>', 'tried so long at most (default: 14)', number(0.001, 365)),
    )
    .option(...MIGRATE)
    .addHelpText('after', ENQUEUE_HELP);
}

function addWork(outbox: Command, add: AddCommand): void {
  const work = add<WorkFlags>(
    'work',
    async () => (await import('./commands/outbox/work.js')).work,
    outbox,
  )
    .description('send what is enqueued, until it is ended or nothing waits')
    .addOption(
      singleOption('--concurrency <n>', 'messages in hand (default: 8)', wholeNumber(1, 1_000)),
    )
    .addOption(
      singleOption(
        '--rate <n>',
        'messages a second, of all workers together (default: no limit)',
        number(0.001, 10_000),
      ),
    )
    .addOption(
      singleOption(
        '--resend-within <minutes>',
        'after an unknown outcome, repeat so long (default: 60)',
        number(0, 525_600),
      ),
    )
    .addOption(
      singleOption(
        '--keep-done <days>',
        'know so long that a message was sent or cancelled (default: 30)',
        number(0, 36_500),
      ),
    )
    .option('--until-empty', 'end when nothing waits and nothing is being sent')
    .option(...MIGRATE);
  addAttemptOptions(addPlace(work).addOption(placeOption())).addHelpText('after', WORK_HELP);
}

/** What reads and changes an outbox that is there. */
function addManagement(outbox: Command, add: AddCommand): void {
  const load = () => import('./commands/outbox/look.js');
  addPlace(
    add<PlaceOptions, [string]>('status <request-id>', async () => (await load()).status, outbox),
  ).description('what became of a message');
  addPlace(add<ListOptions>('list', async () => (await load()).list, outbox))
    .description('messages in a state, oldest first, without recipient and text')
    .addOption(
      singleOption(
        '--state <name>',
        'queued, sending, sent, failed, expired, uncertain or cancelled',
        oneOf('queued', 'sending', 'sent', 'failed', 'expired', 'uncertain', 'cancelled'),
      ),
    )
    .addOption(
      singleOption('--limit <n>', 'messages at most (default: 100)', wholeNumber(1, 1_000_000)),
    )
    .addOption(singleOption('--after <request-id>', 'the last one of the page before'));
  addPlace(add<PlaceOptions>('counts', async () => (await load()).counts, outbox)).description(
    'how many messages are in each state',
  );
  const change = () => import('./commands/outbox/change.js');
  addPlace(
    add<PlaceOptions, [string[]]>(`replay ${IDS}`, async () => (await change()).replay, outbox),
  ).description('send messages once more that are failed, expired or uncertain');
  addPlace(
    add<PlaceOptions, [string[]]>(`cancel ${IDS}`, async () => (await change()).cancel, outbox),
  ).description('take messages out for good, with recipient and text');
}

export function addOutbox(root: Command, add: AddCommand): void {
  const outbox = root
    .command('outbox')
    .description('enqueue messages in a database, and let workers send them; survives crashes')
    .addHelpText('after', OUTBOX_HELP);
  addEnqueue(outbox, add);
  addWork(outbox, add);
  addManagement(outbox, add);
}
