/** The package has no declarations of its own. */
declare module 'proxy-from-env' {
  /** The proxy for a URL by the environment; an empty string for none. */
  export function getProxyForUrl(url: string): string;
}
