// The client that hey-api generates from spec/openapi.json, generated for each run.
import { CREDENTIALS, FIELDS, RECIPIENT } from '../request.mjs';

export async function connect({ baseUrl, folder }) {
  const { client, sendMessage } = await import(`${folder}/hey-api.mjs`);
  const auth = `${CREDENTIALS.apiKey}:${CREDENTIALS.apiSecret}`;
  client.setConfig({ baseUrl, auth });
  return async (requestId) => {
    const { response } = await sendMessage({
      query: { recipient: RECIPIENT },
      headers: { 'Request-ID': requestId },
      body: FIELDS,
      throwOnError: true,
    });
    return response.headers.get('tt-x-message-id');
  };
}
