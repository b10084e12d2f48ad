// Compares the servers of two documents. The generated client calls the first unless told otherwise.
import { breaking, type Change, detail, feature } from './change.js';
import { asList, asNode, asText } from './document.js';

export function compareServers(before: unknown, after: unknown): Change[] {
  const [old, now] = [urlsOf(before), urlsOf(after)];
  const [was, is] = [old[0] ?? '/', now[0] ?? '/'];
  const lost = old.slice(1).filter((url) => !now.includes(url));
  const found = now.slice(1).filter((url) => !old.includes(url));
  return [
    ...(was === is ? [] : [moved(was, is)]),
    ...lost.map((url) =>
      detail('removed', 'servers', `${url} is no longer named.`, 'The client calls the first.'),
    ),
    ...found.map((url) =>
      feature('added', 'servers', `${url} is named.`, 'Callers can choose it as their base URL.'),
    ),
  ];
}

function urlsOf(servers: unknown): string[] {
  return asList(servers).flatMap((server) => asText(asNode(server)['url']) ?? []);
}

function moved(was: string, is: string): Change {
  const what = `The client calls ${is} and called ${was} before.`;
  const why = 'Requests go to another place: firewalls, keys and test doubles may not know it.';
  return breaking('changed', 'servers', what, why);
}
