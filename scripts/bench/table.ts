// What the bench prints: a table of all peers, and whether each goal is met.
import type { Imports } from './imports.js';
import type { Memory } from './memory.js';
import { FLOOR } from './peers.js';
import { type Measured, medianRatio } from './rounds.js';

const HEAD = [
  'client',
  'calls/s',
  'time',
  'CPU µs/call',
  'CPU',
  'p50 ms',
  'p99 ms',
  'connections',
  'peak MB',
];

const cells = (measured: Measured): string[] => [
  measured.peer.title,
  (1e6 / measured.usPerCall).toFixed(0),
  measured.timeRatio.toFixed(2),
  measured.cpuPerCall.toFixed(0),
  measured.cpuRatio.toFixed(2),
  measured.p50.toFixed(1),
  measured.p99.toFixed(1),
  measured.connections.toFixed(0),
  measured.peakMegabytes.toFixed(0),
];

/** Names to the left, numbers to the right. */
function align(rows: readonly string[][]): string {
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (cell: string, column: number): string =>
    column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ')).join('\n');
}

const failuresLine = ({ peer, failures }: Measured): string =>
  `${failures} calls of ${peer.title} got no answer.\n`;

export const table = (measured: readonly Measured[]): string => `
${align([HEAD, ...measured.map(cells)])}

time and CPU are multiples of those of ${FLOOR}, as medians of the rounds' ratios; connections are the most in a round.
${measured
  .filter(({ failures }) => failures > 0)
  .map(failuresLine)
  .join('')}`;

interface Results {
  measured: readonly Measured[];
  imports: Imports;
  memory: readonly Memory[];
}

const verdict = (met: boolean): string => (met ? 'met    ' : 'NOT MET');

function comparisonLine({ measured }: Results, name: string, other: string, limit: number): string {
  const runsFor = (wanted: string): Measured['runs'] =>
    measured.find(({ peer }) => peer.name === wanted)?.runs ?? [];
  const time = medianRatio(runsFor(name), runsFor(other), (run) => run.usPerCall);
  const cpu = medianRatio(runsFor(name), runsFor(other), (run) => run.cpuPerCall);
  const met = verdict(Math.max(time, cpu) <= limit);
  return `${met}  ${name} at most ${limit} times ${other}: time ${time.toFixed(2)}, CPU ${cpu.toFixed(2)}`;
}

/** Growth after the first fifth, when code and caches have found their size. */
function memoryLine({ peer, calls, held, peak }: Memory): string {
  const [, second = 0] = held;
  const last = held.at(-1) ?? 0;
  const growth = `${second.toFixed(1)} MB in use after ${calls / 5} calls, ${last.toFixed(1)} after ${calls}`;
  return `${verdict(last - second < 1)}  ${peer.name} keeps its memory flat: ${growth}; ${peak.toFixed(0)} MB at the peak`;
}

function connectionsLine({ peer, connections }: Measured): string {
  return `${verdict(connections <= 64)}  ${peer.name} reuses its connections: ${connections} a round`;
}

export const goalLines = (results: Results): string =>
  [
    comparisonLine(results, 'ours', 'node-fetch', 1.25),
    comparisonLine(results, 'ours-undici', FLOOR, 1.1),
    ...results.measured.filter(({ peer }) => peer.name.startsWith('ours')).map(connectionsLine),
    ...results.memory.map(memoryLine),
    `${verdict(results.imports.client < 35)}  imported in less than 35 ms: ${results.imports.client.toFixed(0)} ms (undici's entry ${results.imports.undici.toFixed(0)} ms)`,
  ].join('\n');
