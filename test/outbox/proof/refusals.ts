/** Which keys the service refuses: a part of them, the same each time. */
const isOneOf = (key: string, many: number): boolean =>
  Number.parseInt(key.replaceAll('-', '').slice(-6), 16) % many === 0;

export const isAlwaysRefused = (key: string): boolean => isOneOf(key, 100);
export const isRefusedAtFirst = (key: string): boolean => isOneOf(key, 101);
