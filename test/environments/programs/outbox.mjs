// Says what an outbox is refused with, where it cannot work.
import { createOutbox } from 'tigerconnect-messages/outbox';
import { ConfigurationError } from 'tigerconnect-messages';

const place =
  process.argv[2] === 'folder'
    ? { folder: 'outbox' }
    : { connectionString: 'postgres://nobody@127.0.0.1:1/none' };
try {
  await createOutbox(place).start();
} catch (error) {
  const { code, field, message } = error;
  console.log(JSON.stringify({ code, field, message, own: error instanceof ConfigurationError }));
}
