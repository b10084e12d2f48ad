/** What the address tests share: how they ask for a refusal, and the phone library to compare with. */
import { createRequire } from 'node:module';
import type * as PhoneLibrary from 'libphonenumber-js/max';
import { InvalidAddressError } from '../../../src/errors.js';

const require = createRequire(import.meta.url);
export const library = require('libphonenumber-js/max') as typeof PhoneLibrary;
const examples = require('libphonenumber-js/mobile/examples') as PhoneLibrary.Examples;

/** The refusal that a call ends in. Any other end is a failed test. */
export function refusal(call: () => unknown): InvalidAddressError {
  try {
    call();
  } catch (error) {
    if (error instanceof InvalidAddressError) return error;
    throw error;
  }
  throw new Error('expected InvalidAddressError, got an address');
}

/** A mobile number of every numbering plan. */
export const mobileNumbers: readonly PhoneLibrary.PhoneNumber[] = library
  .getCountries()
  .flatMap((country) => library.getExampleNumber(country, examples) ?? []);
