/** A PostgreSQL of one's own: on a free port, in its own folder. It ends with the process that started it. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { Client } from 'pg';

const DEBIAN = '/usr/lib/postgresql';
const PATIENCE_MS = 30_000;

export interface Postgres {
  /** Of a superuser, to the database `postgres`. */
  readonly url: string;
  readonly port: number;
  /** Ends it as a crash would, without waiting for anything, and starts it again. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** The folder of its programs, by POSTGRES_BIN or as Debian installs the newest; undefined where there is none. */
export function postgresFolder(): string | undefined {
  const configured = process.env['POSTGRES_BIN'];
  if (configured !== undefined) return configured;
  if (!existsSync(DEBIAN)) return undefined;
  const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
  return versions
    .map((version) => path.join(DEBIAN, version, 'bin'))
    .find((bin) => existsSync(path.join(bin, 'initdb')));
}

/** PostgreSQL refuses to run as root. */
function user(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number =>
    Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** Below the ports that systems give to outgoing connections, one of which might take it while the server restarts. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
      return port;
    } catch {
      // It is taken.
    } finally {
      server.close();
    }
  }
}

/**
 * @param settings as in postgresql.conf, for example `fsync=off`
 * @param bin the folder of its programs
 */
export async function startPostgres(
  settings: readonly string[] = [],
  bin = postgresFolder(),
): Promise<Postgres> {
  if (bin === undefined)
    throw new Error('no PostgreSQL: apt-get install postgresql, or set POSTGRES_BIN');
  const owner = user();
  const folder = mkdtempSync(path.join(tmpdir(), 'tigerconnect-postgres-'));
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, 'data');
  const init = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--no-sync',
    '--locale=C',
  ];
  execFileSync(path.join(bin, 'initdb'), init, {
    ...owner,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await freePort();
  const flags = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    `unix_socket_directories=${folder}`,
    ...settings,
  ];

  const run = async (): Promise<ChildProcess> => {
    // A shell reads what this process never writes, and so sees its end, however it ends.
    const script = [
      'exec 3<&0',
      '"$@" 3<&- & server=$!',
      '(read -r _ <&3; kill -QUIT $server) & watcher=$!',
      'trap "kill -QUIT $server" TERM',
      'wait $server; wait $server; kill $watcher',
    ].join('\n');
    const command = [
      path.join(bin, 'postgres'),
      '-D',
      data,
      ...flags.flatMap((flag) => ['-c', flag]),
    ];
    const child = spawn('sh', ['-c', script, 'sh', ...command], {
      ...owner,
      cwd: folder,
      stdio: ['pipe', 'ignore', process.env['POSTGRES_LOG'] ? 'inherit' : 'ignore'],
    });
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const client = new Client(url);
      try {
        await client.connect();
        return child;
      } catch {
        if (child.exitCode !== null || Date.now() > deadline)
          throw new Error('PostgreSQL did not start');
        await new Promise((resolve) => setTimeout(resolve, 50));
      } finally {
        await client.end();
      }
    }
  };
  const end = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    await ended;
  };
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let server = await run();
  return {
    url,
    port,
    crash: async () => {
      await end();
      server = await run();
    },
    stop: async () => {
      await end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
