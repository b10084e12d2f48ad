/** The recipient of a call, whose field is `to` wherever one is given. */
import { InvalidAddressError } from '../errors.js';
import { type Address, isAddress } from './address.js';
import { encodeAddress } from './encode.js';
import { parseAddress, type ParseAddressOptions } from './parse.js';

/**
 * The string that the service takes as `recipient`.
 * @throws InvalidAddressError that names `to`, also where the string was read as an email address or a phone number
 */
export function encodeRecipient(to: Address | string, options?: ParseAddressOptions): string {
  if (isAddress(to)) return encodeAddress(to);
  if ((to as unknown) === undefined || (to as unknown) === null) {
    throw new InvalidAddressError(
      'to',
      'is missing. Give one email address, one phone number, or the token of a user or group.',
    );
  }
  try {
    return encodeAddress(parseAddress(to, options));
  } catch (error) {
    if (!(error instanceof InvalidAddressError)) throw error;
    throw new InvalidAddressError('to', error.problem);
  }
}
