/** Who we are, as the service sees it. */

/** The version of this package. */
export const VERSION = '0.1.0';

/** The program that uses the client, added to its `User-Agent`. */
export interface AppInfo {
  /** A token of letters, digits and hyphens, for example `ward-pager`. */
  name: string;
  version?: string | undefined;
}

/** For example `tigerconnect-messages/1.2.3 (node 20.20.2) ward-pager/7`. */
export function userAgent(app?: AppInfo): string {
  const { bun, deno, node } = process.versions;
  const runtime = bun ? `bun ${bun}` : deno ? `deno ${deno}` : `node ${node}`;
  const caller = app === undefined ? '' : ` ${[app.name, app.version].filter(Boolean).join('/')}`;
  return `tigerconnect-messages/${VERSION} (${runtime})${caller}`;
}
