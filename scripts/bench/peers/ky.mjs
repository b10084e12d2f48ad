import ky from 'ky';

import { FIELDS, headers, path } from '../request.mjs';

export function connect({ baseUrl }) {
  return async (requestId) => {
    const body = new URLSearchParams(FIELDS);
    const response = await ky.post(baseUrl + path(), { headers: headers(requestId), body });
    await response.json();
    return response.headers.get('tt-x-message-id');
  };
}
