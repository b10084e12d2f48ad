/** Shows the requests that would be made, without the credentials, and makes none. */
import type { FetchFunction } from '../../index.js';
import type { Output } from './output.js';

/** What stands for a request id that is made only when a message is sent. */
const ID_COMES_LATER = '(made when it is sent)';

const spelled = (name: string): string =>
  name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/Id$/, 'ID');

/**
 * A fetch function that shows and accepts every request.
 * @param knownIds whether request ids are the caller's; others would only look like what will be sent
 */
export function showRequests(output: Output, knownIds: (id: string) => boolean): FetchFunction {
  return async (url, { method, headers, body }) => {
    const shown = Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'authorization')
      .map(([name, value]): [string, string] => {
        const later = name.toLowerCase() === 'request-id' && !knownIds(value);
        return [spelled(name), later ? ID_COMES_LATER : value];
      });
    const text = typeof body === 'string' ? body : '';
    const head = [`${method} ${url}`, ...shown.map(([name, value]) => `${name}: ${value}`)];
    await output.result(
      { method, url, headers: Object.fromEntries(shown), body: text },
      `${[...head, '', text].join('\n').trimEnd()}\n`,
    );
    const answer = new Headers({ 'TT-X-Message-Id': 'dry-run' });
    return { status: 204, statusText: '', headers: answer, body: null };
  };
}
