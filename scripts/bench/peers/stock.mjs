// What openapi-typescript-codegen makes of spec/openapi.json with its own request template: every
// form as multipart, every call over a connection of its own.
import { CREDENTIALS, FIELDS, RECIPIENT } from '../request.mjs';

export async function connect({ baseUrl, folder }) {
  const { StockClient } = await import(`${folder}/stock.mjs`);
  const { message } = new StockClient({
    BASE: baseUrl,
    USERNAME: CREDENTIALS.apiKey,
    PASSWORD: CREDENTIALS.apiSecret,
  });
  return (requestId) => message.sendMessage({ recipient: RECIPIENT, formData: FIELDS, requestId });
}
