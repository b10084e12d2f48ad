/** Sends many messages at a time, all on one signal. Run as a process of its own, whose warnings are on stderr. */
import { TigerConnect } from '../../src/index.js';

const { signal } = new AbortController();
const { messages } = new TigerConnect();
const send = (): Promise<unknown> =>
  messages.send({ to: 'nurse@ward.example', body: 'x' }, { signal });
await Promise.all(Array.from({ length: 70 }, send));
