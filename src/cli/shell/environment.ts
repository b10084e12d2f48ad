/** Creates the client from the environment; for a dry run, one that shows its requests in place of sending. */
import { type CountryCode, type FetchFunction, TigerConnect } from '../../index.js';
import { UsageError } from './usage-error.js';

export interface ClientSettings {
  defaultCountry?: CountryCode | undefined;
  /** Takes the requests in place of the network. */
  dryRun?: FetchFunction | undefined;
}

/** @throws UsageError when a credential is missing; a dry run needs none */
export function clientFromEnvironment({ defaultCountry, dryRun }: ClientSettings): TigerConnect {
  if (dryRun !== undefined) {
    const credentials = { apiKey: 'dry', apiSecret: 'run' };
    return new TigerConnect({ ...credentials, fetch: dryRun, maxRetries: 0, defaultCountry });
  }
  for (const name of ['TIGERCONNECT_API_KEY', 'TIGERCONNECT_API_SECRET']) {
    if ((process.env[name] ?? '') === '') {
      throw new UsageError(
        `${name} is not set in the environment. To try it without an account, start "tigerconnect sandbox" and set what it prints.`,
      );
    }
  }
  return new TigerConnect({ defaultCountry });
}
