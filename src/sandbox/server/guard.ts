/**
 * Refuses requests of other pages: they must neither read the sandbox nor act on it. Not by hono's
 * `csrf`, which lets JSON through without an origin, and says nothing of Host or of reading.
 */
import type { Context } from '../vendor.js';

/** The hosts of this server; any other host is DNS rebinding, or a mistake. */
const ownHosts = (port: number): ReadonlySet<string> =>
  new Set([`127.0.0.1:${port}`, `localhost:${port}`]);

/**
 * Whether a browser says that the request comes from another site, or from another port of this machine
 * (which it calls the same site). An image or a frame of such a page has no Origin header.
 */
function isFromElsewhere(context: Context): boolean {
  const site = context.req.header('sec-fetch-site') ?? 'none';
  if (site === 'same-origin' || site === 'none') return false;
  // A link to the page may be followed.
  const follows = context.req.header('sec-fetch-mode') === 'navigate' && context.req.path === '/';
  return !(follows && context.req.header('sec-fetch-dest') === 'document');
}

/** A browser that says nothing of the site may say from which page it comes. */
const isReferredBy = (referer: string | undefined, origin: string): boolean =>
  referer === undefined || referer === origin || referer.startsWith(`${origin}/`);

/**
 * Why a request is refused; undefined when it may pass.
 * @param acts whether the request acts for the page's user, which only the page itself may do
 */
export function findIntrusion(context: Context, port: number, acts: boolean): string | undefined {
  const hosts = ownHosts(port);
  const host = context.req.header('host') ?? '';
  if (!hosts.has(host.toLowerCase())) return `The Host header must be ${[...hosts].join(' or ')}.`;
  const ownOrigin = `http://${host.toLowerCase()}`;
  const origin = context.req.header('origin');
  const own = origin === ownOrigin;
  if ((origin !== undefined && !own) || isFromElsewhere(context)) {
    return 'Requests from other pages are refused.';
  }
  const referer = context.req.header('referer')?.toLowerCase();
  if (context.req.path !== '/' && !isReferredBy(referer, ownOrigin)) {
    return 'Requests from other pages are refused.';
  }
  if (acts && !own) return 'Only the inbox page may do this.';
  return undefined;
}
