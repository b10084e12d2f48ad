// The floor: plain `node:http`.
import { request } from 'node:http';

import { form, headers, keepAliveAgent, path } from '../request.mjs';

async function read(response) {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) text += chunk;
  JSON.parse(text);
  return response.headers['tt-x-message-id'];
}

export function connect({ baseUrl }) {
  const { hostname, port } = new URL(baseUrl);
  const agent = keepAliveAgent();
  return (requestId) =>
    new Promise((resolve, reject) => {
      const options = { hostname, port, path: path(), method: 'POST', agent };
      request({ ...options, headers: headers(requestId) })
        .on('response', (response) => read(response).then(resolve, reject))
        .on('error', reject)
        .end(form());
    });
}
