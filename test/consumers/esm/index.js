// An ESM consumer of the packed package: sends one message to the server named in BASE_URL.
import { email, TigerConnect } from 'tigerconnect-messages';

const tigerconnect = new TigerConnect({
  apiKey: 'key',
  apiSecret: 'secret',
  baseUrl: process.env.BASE_URL,
});
const sent = await tigerconnect.messages.send({ to: email('nurse@ward.example'), body: 'hello' });
console.log(sent.messageId);
