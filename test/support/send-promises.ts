/** A script that sends a list of promises, two of which reject; a rejection that nobody handles would end it. */
import { TigerConnect } from '../../src/index.js';

const tigerconnect = new TigerConnect();
const lost = new Error('no such ward');
const messages = [
  Promise.resolve({ to: 'nurse@ward.example', body: 'x' }),
  Promise.reject(lost),
  Promise.reject(lost),
];
let ended: unknown;
try {
  for await (const { status } of tigerconnect.messages.sendMany(messages)) {
    process.stdout.write(`${status}, `);
  }
} catch (error) {
  ended = error;
}
await new Promise((resolve) => setTimeout(resolve, 10));
process.stdout.write(ended === lost ? 'then its own error' : 'then something else');
