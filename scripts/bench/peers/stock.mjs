// What openapi-typescript-codegen generates from spec/openapi.json with its own request template: every
// form is multipart, and every call opens a connection.
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
