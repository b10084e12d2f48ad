// Loads the package by require() and by import, and tells what is not the same.
const required = require('tigerconnect-messages');

void (async () => {
  const imported = await import('tigerconnect-messages');
  const differing = Object.keys(imported).filter(
    (key) => key !== 'module.exports' && imported[key] !== required[key],
  );
  const error = await new required.TigerConnect({ apiKey: 'k', apiSecret: 's' }).messages
    .send({ to: 'no address', body: 'x' })
    .catch((reason) => reason);
  const recognised = error instanceof imported.InvalidAddressError;
  console.log(JSON.stringify({ differing, recognised }));
})();
