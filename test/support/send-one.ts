/** A script as a user writes it: sends one message and has no more to say. Run as a process of its own. */
import { TigerConnect } from '../../src/index.js';

const tigerconnect = new TigerConnect();
const { attempts } = await tigerconnect.messages.send({ to: 'nurse@ward.example', body: 'x' });
process.stdout.write(`sent in ${attempts}`);
