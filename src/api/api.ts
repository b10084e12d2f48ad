/**
 * `tigerconnect.api`: every operation of the vendor's document, as the generated services have it, over the
 * client's retries. It knows no operation by name: what a document brings is there, and nothing else.
 */
import type { AttemptResponse } from '../../generated/core/answer.js';
import type { ApiRequestOptions } from '../../generated/core/ApiRequestOptions.js';
import { BaseHttpRequest } from '../../generated/core/BaseHttpRequest.js';
import { TigerConnectApi } from '../../generated/TigerConnectApi.js';
import type { ResolvedOptions } from '../options/resolve-options.js';
import { type Channel, RetryingRequest } from '../retry/retrying-request.js';
import { operationToSend } from './operation.js';

/** The operations of the vendor's document: `api.<service>.<operation>({ … })`. */
export type Api = {
  readonly [Service in Exclude<keyof TigerConnectApi, 'request'>]: Omit<
    TigerConnectApi[Service],
    'httpRequest'
  >;
};

/** What an operation resolves to, with the answer that it was in. */
export interface ApiResponse<Data> {
  /** What the operation of `api` resolves to. */
  readonly data: Data;
  /** The HTTP status: 304 says that an earlier request with this `requestId` was accepted. */
  readonly status: number;
  /** The headers of the answer, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The idempotency key it was sent with; undefined where the operation takes none. */
  readonly requestId: string | undefined;
  /** Attempts it took, 1 or more. */
  readonly attempts: number;
}

/** The operations of {@link Api}, each of which resolves to an {@link ApiResponse}. */
export type ApiWithResponse = {
  readonly [Service in keyof Api]: {
    readonly [Operation in keyof Api[Service]]: Api[Service][Operation] extends (
      ...given: infer Given
    ) => Promise<infer Data>
      ? (...given: Given) => Promise<ApiResponse<Data>>
      : never;
  };
};

/** The operations, each resolving to its value. */
export function createApi(channel: Channel, options: ResolvedOptions): Api {
  return bind(channel, options, (data) => data) as Api;
}

/** The operations, each resolving to its value and the answer. */
export function createApiWithResponse(channel: Channel, options: ResolvedOptions): ApiWithResponse {
  const withResponse: Result = (data, { status, headers }, { requestId, attempts }) => {
    return { data, status, headers, requestId, attempts };
  };
  return bind(channel, options, withResponse) as ApiWithResponse;
}

/** What a caller gets. */
type Result = (
  data: unknown,
  answer: AttemptResponse,
  call: { requestId: string | undefined; attempts: number },
) => unknown;

/** The services as plain objects of functions: nothing of how they are made can be reached or printed. */
function bind(channel: Channel, options: ResolvedOptions, result: Result): object {
  class ApiRequest extends BaseHttpRequest {
    override async request<T>(given: ApiRequestOptions): Promise<T> {
      const { operation, requestId } = operationToSend(given);
      const { signal } = options;
      const request = new RetryingRequest(channel, { options, signal, requestId });
      const data = await request.request(operation);
      const { answer, attempts } = request;
      return result(data, answer, { requestId, attempts }) as T;
    }
  }
  const services = Object.entries(new TigerConnectApi(undefined, ApiRequest));
  return Object.fromEntries(
    services
      .filter(([name]) => name !== 'request')
      .map(([name, service]) => [name, functionsOf(service as object)]),
  );
}

type Method = (given: unknown) => Promise<unknown>;

function functionsOf(service: object): object {
  const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(service)) as object;
  const methods = Object.entries(members as Record<string, { value: Method }>);
  return Object.fromEntries(
    methods
      .filter(([name]) => name !== 'constructor')
      .map(([name, { value: method }]) => [
        name,
        // Where nothing is given, the check says what must be.
        async (given: unknown) => await method.call(service, given ?? {}),
      ]),
  );
}
