import createClient from 'openapi-fetch';

import { FIELDS, headers, RECIPIENT } from '../request.mjs';

export function connect({ baseUrl }) {
  const client = createClient({ baseUrl });
  return async (requestId) => {
    const { response } = await client.POST('/message/', {
      params: { query: { recipient: RECIPIENT } },
      headers: headers(requestId),
      body: FIELDS,
    });
    return response.headers.get('tt-x-message-id');
  };
}
