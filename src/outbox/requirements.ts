/** What the outbox needs of its surroundings: a Node that pg-boss supports, and packages that are optional peers. */
import { ConfigurationError } from '../errors.js';

type PgBossModule = typeof import('pg-boss');
type PgModule = typeof import('pg');
type PgliteModule = typeof import('@electric-sql/pglite');

/** pg-boss 12 declares it. */
const LEAST_NODE: readonly [number, number] = [22, 12];

/** @throws ConfigurationError when the version of Node is older than pg-boss 12 supports */
export function checkNode(version: string = process.versions.node): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  throw new ConfigurationError(
    'node',
    `the outbox needs Node ${leastMajor}.${leastMinor} or newer, and this is ${version}`,
  );
}

async function load<Module>(name: string, load: () => Promise<Module>): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const problem = `the outbox needs this package: npm install ${name}`;
    throw new ConfigurationError(name, problem, { cause });
  }
}

/** @throws ConfigurationError when it is not installed */
export const loadPgBoss = (): Promise<PgBossModule> => load('pg-boss', () => import('pg-boss'));

/** @throws ConfigurationError when it is not installed */
export const loadPg = (): Promise<PgModule> => load('pg', () => import('pg'));

/** @throws ConfigurationError when it is not installed */
export const loadPglite = (): Promise<PgliteModule> =>
  load('@electric-sql/pglite', () => import('@electric-sql/pglite'));
