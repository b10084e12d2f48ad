/** Lets in only who means this server: a page elsewhere must neither read the sandbox nor act on it. */
import type { Context } from '../vendor.js';

/** The names under which this server may be asked for; any other is DNS rebinding, or a mistake. */
const hostsOf = (port: number): ReadonlySet<string> =>
  new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

/**
 * Why a request is refused; undefined when it may pass.
 * @param acts it changes something for the page's user, so that only the page itself may ask
 */
export function intruder(context: Context, port: number, acts: boolean): string | undefined {
  const hosts = hostsOf(port);
  const host = context.req.header('host') ?? '';
  if (!hosts.has(host.toLowerCase())) return `The Host header must be ${[...hosts].join(' or ')}.`;
  const origin = context.req.header('origin');
  const own = origin !== undefined && origin === `http://${host.toLowerCase()}`;
  if (origin !== undefined && !own) return 'Requests of pages elsewhere are refused.';
  if (acts && !own) return 'Only the page of the sandbox may do this.';
  return undefined;
}
