/** The public surface, by name. */
export { TigerConnect } from './client.js';
export type { Api, ApiResponse, ApiWithResponse } from './api/api.js';
export type { Messages, SendManyOptions, SentMessage, StatusUpdate } from './messages/messages.js';
export type { SendOutcome, Source } from './messages/send-many.js';
export type { DataElement, JsonObject, JsonValue } from './messages/data.js';
export type { SendMessage } from './messages/message.js';

/** The types of `api`: the services and the models of the vendor's document. */
import type * as ApiTypes from '../generated/types.js';
export type { ApiTypes };

export { email, group, isAddress, phone, user } from './address/address.js';
export type { Address, AddressKind } from './address/address.js';
export type { CountryCode } from './address/phone.js';
export { encodeAddress, formatAddress } from './address/encode.js';
export { parseAddress } from './address/parse.js';
export type { ParseAddressOptions } from './address/parse.js';

export type {
  AttemptEvent,
  CallLimits,
  CallOptions,
  Credentials,
  Logger,
  OverrideOptions,
  TigerConnectOptions,
} from './options/options.js';
export type { Clock } from './clock.js';
export { type AppInfo, VERSION } from './version.js';
export type {
  FetchFunction,
  FetchHooks,
  FetchInit,
  FetchResponse,
} from '../generated/core/fetch.js';

export {
  AbortedError,
  ApiError,
  AuthenticationError,
  ConfigurationError,
  ConnectionError,
  InvalidAddressError,
  InvalidArgumentError,
  InvalidResponseError,
  NotFoundError,
  PermissionError,
  RateLimitError,
  ServerError,
  TigerConnectError,
  TimeoutError,
} from './errors.js';
export type { ApiErrorDetails, Delivery, ErrorDetails } from './errors.js';
