/** What is simulated: bundled by `load.ts`, so that its time, chance and disk are those of the history. */
export { AbortedError, email, TigerConnect, TigerConnectError, user } from '../../src/index.js';
