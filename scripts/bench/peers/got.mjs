import got from 'got';

import { FIELDS, headers, keepAliveAgent, path } from '../request.mjs';

export function connect({ baseUrl }) {
  const agent = { http: keepAliveAgent() };
  return async (requestId) => {
    const settings = { headers: headers(requestId), form: FIELDS, responseType: 'json', agent };
    const response = await got.post(baseUrl + path(), settings);
    return response.headers['tt-x-message-id'];
  };
}
