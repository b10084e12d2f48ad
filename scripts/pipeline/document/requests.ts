// What the methods of a generated client ask for, as it is kept in requests.json beside the client.

/** The file in the output folder. */
export const REQUESTS_FILE = 'requests.json';

/** One method of a service. */
export interface MethodRequest {
  /** As `POST /message/`. */
  request: string;
  mediaType?: string;
  /** `body`, or the header that the method resolves to. */
  result: string;
  /** By argument, where it goes: `query recipient`. */
  arguments: Record<string, string>;
  /** By place and name on the wire, how a list or an object is written, where the key is not repeated. */
  styles: Record<string, string>;
}
