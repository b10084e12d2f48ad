/** Shows the requests of a command, without the credentials, in place of sending them. */
import type { FetchFunction } from '../../index.js';
import type { Output } from './output.js';

/** Stands for a request id that is created when a message is sent. */
const CREATED_LATER = '(created when sent)';

const titleCase = (name: string): string =>
  name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase()).replace(/Id$/, 'ID');

/**
 * A fetch function that shows and accepts every request.
 * @param isKnown whether a request id is the caller's; any other id will differ when the message is sent
 */
export function showRequests(output: Output, isKnown: (id: string) => boolean): FetchFunction {
  return async (url, { method, headers, body }) => {
    const shown = Object.entries(headers)
      .filter(([name]) => name.toLowerCase() !== 'authorization')
      .map(([name, value]): [string, string] => {
        const later = name.toLowerCase() === 'request-id' && !isKnown(value);
        return [titleCase(name), later ? CREATED_LATER : value];
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
