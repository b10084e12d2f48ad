// A CommonJS consumer of the packed package: calling shows what loading would not.
const { email, InvalidAddressError, TigerConnect } = require('tigerconnect-messages');

async function main() {
  const tigerconnect = new TigerConnect({
    apiKey: 'key',
    apiSecret: 'secret',
    baseUrl: process.env.BASE_URL,
  });
  await tigerconnect.messages.send({ to: 'not an address', body: 'hello' }).catch((error) => {
    if (!(error instanceof InvalidAddressError)) throw error;
  });
  const sent = await tigerconnect.messages.send({ to: email('nurse@ward.example'), body: 'hello' });
  console.log(sent.messageId);
}

main();
