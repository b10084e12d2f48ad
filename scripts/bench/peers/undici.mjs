import { Agent, request } from 'undici';

import { CONCURRENCY, form, headers, path } from '../request.mjs';

export function connect({ baseUrl }) {
  const dispatcher = new Agent({ connections: CONCURRENCY });
  return async (requestId) => {
    const response = await request(baseUrl + path(), {
      method: 'POST',
      headers: headers(requestId),
      body: form(),
      dispatcher,
    });
    await response.body.json();
    return response.headers['tt-x-message-id'];
  };
}
