/**
 * Refuses requests of other pages: they must neither read the sandbox nor act on it. Not by hono's
 * `csrf`, which lets JSON through without an origin, and says nothing of Host or of reading.
 */
import type { Context } from '../vendor.js';

/** The hosts of this server; any other host is DNS rebinding, or a mistake. */
const ownHosts = (port: number): ReadonlySet<string> =>
  new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

/**
 * Why a request is refused; undefined when it may pass.
 * @param acts whether the request acts for the page's user, which only the page itself may do
 */
export function findIntrusion(context: Context, port: number, acts: boolean): string | undefined {
  const hosts = ownHosts(port);
  const host = context.req.header('host') ?? '';
  if (!hosts.has(host.toLowerCase())) return `The Host header must be ${[...hosts].join(' or ')}.`;
  const origin = context.req.header('origin');
  const own = origin !== undefined && origin === `http://${host.toLowerCase()}`;
  if (origin !== undefined && !own) return 'Requests from other pages are refused.';
  if (acts && !own) return 'Only the inbox page may do this.';
  return undefined;
}
