/** What `enqueue` takes, for one message and for a file. */
import { type CountryCode, parseAddress, type SendMessage } from '../../../index.js';
import type { EnqueueOptions, OutboxOptions } from '../../../outbox/index.js';
import { UsageError } from '../../shell/usage-error.js';
import { findPlace, type PlaceOptions } from './open.js';

export interface EnqueueFlags extends PlaceOptions, EnqueueOptions {
  defaultCountry?: CountryCode;
  retention?: number;
  migrate?: boolean;
}

/** @throws ConfigurationError, UsageError */
export function enqueuerOptions(flags: EnqueueFlags): OutboxOptions {
  const place = findPlace(flags);
  const { retention, migrate, ordered } = flags;
  const { TIGERCONNECT_ORDERING_SECRET: secret = '' } = process.env;
  if (ordered !== undefined && secret === '') {
    throw new UsageError(
      '--ordered: TIGERCONNECT_ORDERING_SECRET is not set in the environment; set it to a text, the same wherever messages are enqueued',
    );
  }
  return { ...place, retention, migrate, ...(secret !== '' && { orderingSecret: secret }) };
}

/**
 * Without the country of a national phone number, which the outbox does not take; what is no string, it refuses.
 * @throws InvalidAddressError
 */
export const withAddress = (message: SendMessage, { defaultCountry }: EnqueueFlags): SendMessage =>
  typeof message.to === 'string'
    ? { ...message, to: parseAddress(message.to, { defaultCountry }) }
    : message;
