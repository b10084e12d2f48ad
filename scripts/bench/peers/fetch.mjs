import { form, headers, path } from '../request.mjs';

export function connect({ baseUrl }) {
  return async (requestId) => {
    const init = { method: 'POST', headers: headers(requestId), body: form() };
    const response = await fetch(baseUrl + path(), init);
    await response.json();
    return response.headers.get('tt-x-message-id');
  };
}
