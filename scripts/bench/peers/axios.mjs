import axios from 'axios';

import { FIELDS, headers, keepAliveAgent, path } from '../request.mjs';

export function connect({ baseUrl }) {
  const httpAgent = keepAliveAgent();
  return async (requestId) => {
    const body = new URLSearchParams(FIELDS);
    const settings = { headers: headers(requestId), httpAgent };
    const response = await axios.post(baseUrl + path(), body, settings);
    return response.headers['tt-x-message-id'];
  };
}
