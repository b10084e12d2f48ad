// Compares the servers of two documents. The generated client calls the first unless callers choose another.
import { objectsIn, textOf } from '../document/document.js';
import { type Change, major, minor, patch } from './change.js';

export function compareServers(before: unknown, after: unknown): Change[] {
  const [old, now] = [urlsIn(before), urlsIn(after)];
  const [was, is] = [old[0] ?? '/', now[0] ?? '/'];
  const lost = old.slice(1).filter((url) => !now.includes(url));
  const found = now.slice(1).filter((url) => !old.includes(url));
  return [
    ...(was === is ? [] : [changedServer(was, is)]),
    ...lost.map((url) =>
      patch('removed', 'servers', `${url} is no longer listed.`, 'The client calls the first.'),
    ),
    ...found.map((url) =>
      minor('added', 'servers', `${url} is listed.`, 'Callers can choose it as their base URL.'),
    ),
  ];
}

function urlsIn(servers: unknown): string[] {
  return objectsIn(servers).flatMap(({ url }) => textOf(url) ?? []);
}

function changedServer(was: string, is: string): Change {
  const what = `The client called ${was} and calls ${is} now.`;
  const why = 'Requests go to another place: firewalls, keys and test doubles may not know it.';
  return major('changed', 'servers', what, why);
}
