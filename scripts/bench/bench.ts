// `npm run bench`: what a send costs, compared with the same request by other clients. One server, and
// each client in a process of its own; they take turns, so that ratios hold on a busy machine too.
import { parseArgs } from 'node:util';

import { measureImports } from './imports.js';
import { measureMemory } from './memory.js';
import { OURS, type Peer, PEERS } from './peers.js';
import { prepare } from './prepare.js';
import { stopAll } from './process.js';
import { measureRounds } from './rounds.js';
import { startServer } from './server.js';
import { goalLines, table } from './table.js';

const USAGE = `npm run bench -- [flags]
  --quick           few calls: shows that it runs, not how fast
  --rounds <n>      rounds to measure, after one to warm up  (7)
  --calls <n>       calls of each client in a round          (3000)
  --only <a,b,…>    these clients, and those of the goals: ${PEERS.map(({ name }) => name).join(', ')}
`;

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string' },
    calls: { type: 'string' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

function readCount(flag: 'rounds' | 'calls', byDefault: number): number {
  const given = flags[flag] ?? byDefault;
  const number = Number(given);
  if (Number.isSafeInteger(number) && number > 0 && number <= 100_000) return number;
  throw new Error(`--${flag}: ${given} is not a whole number from 1 to 100000\n${USAGE}`);
}

function choosePeers(): readonly Peer[] {
  if (flags.only === undefined) return PEERS;
  const names = flags.only.split(',');
  const unknown = names.find((name) => !PEERS.some((peer) => peer.name === name));
  if (unknown !== undefined) throw new Error(`--only: no client is named ${unknown}\n${USAGE}`);
  return PEERS.filter(({ name, goal }) => goal === true || names.includes(name));
}

async function bench(): Promise<void> {
  const peers = choosePeers();
  const rounds = readCount('rounds', flags.quick ? 2 : 7);
  const calls = readCount('calls', flags.quick ? 500 : 3_000);
  using place = await prepare(print);
  const server = await startServer();
  const measured = await measureRounds(peers, { rounds, calls, server, place, print });
  print(table(measured));
  const imports = measureImports(place.folder, flags.quick ? 3 : 15);
  const memory = [];
  for (const peer of OURS) {
    print(`memory of ${peer.name} …`);
    memory.push(
      await measureMemory(peer, { calls: flags.quick ? 10_000 : 100_000, server, place }),
    );
  }
  print(goalLines({ measured, imports, memory }));
}

if (flags.help) {
  print(USAGE);
} else {
  try {
    await bench();
  } finally {
    stopAll();
  }
}
