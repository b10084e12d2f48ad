/** What an address looks like outside: to the service, and in a log. */
import { InvalidAddressError } from '../errors.js';
import { type Address, wireString } from './address.js';

/**
 * The string that the service takes as `recipient`, not yet percent-encoded for a URL.
 *
 * @example encodeAddress(phone('(212) 555-0123', 'US')) // '+12125550123'
 * @throws {@link InvalidAddressError} for anything that is not an {@link Address} of this package.
 */
export function encodeAddress(address: Address): string {
  const wire = wireString(address);
  if (wire === undefined) {
    throw new InvalidAddressError(
      'address',
      'not an address made by this copy of the package. Make it with user(), group(), email(), phone() or parseAddress().',
    );
  }
  return wire;
}

/**
 * The redacted form of an address, for logs: its kind and one or two characters.
 *
 * @example formatAddress(email('nurse@ward.example')) // 'email(n***)'
 * @throws {@link InvalidAddressError} for anything that is not an {@link Address} of this package.
 */
export function formatAddress(address: Address): string {
  encodeAddress(address);
  return String(address);
}
