// node-fetch, which the package's default transport is built on, called directly.
import fetch from 'node-fetch';

import { form, headers, keepAliveAgent, path } from '../request.mjs';

export function connect({ baseUrl }) {
  const agent = keepAliveAgent();
  return async (requestId) => {
    const init = { method: 'POST', headers: headers(requestId), body: form(), agent };
    const response = await fetch(baseUrl + path(), init);
    await response.json();
    return response.headers.get('tt-x-message-id');
  };
}
