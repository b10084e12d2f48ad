// test/outbox/embedded/program.ts
import { randomUUID as randomUUID6 } from "node:crypto";
import { writeSync } from "node:fs";
import { setTimeout as sleep2 } from "node:timers/promises";

// generated/core/operations.ts
var operations = {
  "POST /message/": {
    required: { formData: "formData", "formData body": "formData.body" },
    renamed: { "headers Request-ID": "requestId" }
  },
  "PUT /message/status/": { required: { formData: "formData" } },
  "GET /message/typing/": { required: { "query recipient": "recipient" } }
};

// generated/core/argument.ts
var ArgumentError = class extends TypeError {
  constructor(field, problem) {
    super(`${field}: ${problem}`);
    this.field = field;
    this.problem = problem;
  }
  field;
  problem;
};
var detailsOf = ({ method, url }) => operations[`${method} ${url}`];
var argumentName = (operation, place, wire) => {
  if (place === "body") return "requestBody";
  const { required, renamed } = detailsOf(operation) ?? {};
  const input = `${place} ${wire}`;
  return required?.[input] ?? renamed?.[input] ?? (place === "formData" ? `formData.${wire}` : wire);
};
var needsResult = (operation) => detailsOf(operation)?.needsResult === true;
var valueAt = (options, input) => {
  const [place = ""] = input.split(" ", 1);
  const whole = options[place];
  if (place === input) return whole;
  const wire = input.slice(place.length + 1);
  const values = whole;
  return values !== void 0 && Object.hasOwn(values, wire) ? values[wire] : void 0;
};
var checkRequired = (options) => {
  for (const [input, name] of Object.entries(detailsOf(options)?.required ?? {})) {
    const value = valueAt(options, input);
    if (value === void 0 || value === null && input !== "body") {
      throw new ArgumentError(name, "must be given");
    }
  }
};
var encodeArgument = (operation, place, wire, encode) => {
  try {
    return encode();
  } catch (error) {
    if (error instanceof ArgumentError) throw error;
    throw new ArgumentError(argumentName(operation, place, wire), "cannot be encoded");
  }
};

// generated/core/parameterStyles.ts
var parameterStyles = {};

// generated/core/encode.ts
var NO_STYLES = {};
var HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
var SEPARATORS = { csv: ",", ssv: " ", tsv: "	", pipes: "|" };
var isGiven = (value) => value !== void 0 && value !== null;
var ownValue = (record, name) => record !== void 0 && Object.hasOwn(record, name) ? record[name] : void 0;
var operationStyles = (options) => parameterStyles[`${options.method} ${options.url}`] ?? NO_STYLES;
var text = (value) => {
  if (typeof value === "string") return value;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "object" ? JSON.stringify(value) : `${value}`;
};
var inStyle = (value, style) => {
  if (style === void 0 || typeof value !== "object" || value === null) return void 0;
  if (style === "json") return JSON.stringify(value);
  if (value instanceof Date) return void 0;
  const parts = Array.isArray(value) ? value : Object.entries(value).flat();
  return parts.map(text).join(SEPARATORS[style]);
};
var pathSegment = (options, name, value, style) => {
  const segment = inStyle(value, style) ?? (isGiven(value) ? text(value) : "");
  if (segment === "" || segment === "." || segment === "..") {
    const problem = 'must not be empty, "." or "..": it is a part of the path';
    throw new ArgumentError(argumentName(options, "path", name), problem);
  }
  return encodeURIComponent(segment);
};
var queryPairs = (name, value) => {
  if (!isGiven(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item) => queryPairs(name, item));
  if (typeof value === "object" && !(value instanceof Date)) {
    return Object.entries(value).flatMap(([key, item]) => queryPairs(`${name}[${key}]`, item));
  }
  return [[name, text(value)]];
};
var getUrl = (config, options, styles) => {
  const path3 = options.url.replace(/{(.*?)}/g, (_, name) => {
    const value = ownValue(options.path, name);
    return encodeArgument(
      options,
      "path",
      name,
      () => pathSegment(options, name, value, ownValue(styles.path, name))
    );
  });
  const query = [];
  for (const [name, value] of Object.entries(options.query ?? {})) {
    encodeArgument(options, "query", name, () => {
      const styled = inStyle(value, ownValue(styles.query, name));
      const pairs = styled === void 0 ? queryPairs(name, value) : [[name, styled]];
      for (const [key, item] of pairs) {
        query.push(`${encodeURIComponent(key)}=${encodeURIComponent(item)}`);
      }
    });
  }
  if (query.length === 0) return `${config.BASE}${path3}`;
  return `${config.BASE}${path3}${path3.includes("?") ? "&" : "?"}${query.join("&")}`;
};
var formPairs = (options, styles) => {
  const pairs = [];
  for (const [name, value] of Object.entries(options.formData ?? {})) {
    encodeArgument(options, "formData", name, () => {
      const styled = value instanceof Blob ? void 0 : inStyle(value, ownValue(styles, name));
      const values = styled === void 0 && Array.isArray(value) ? value : [styled ?? value];
      for (const item of values) {
        if (isGiven(item)) pairs.push([name, item instanceof Blob ? item : text(item)]);
      }
    });
  }
  return pairs;
};
var getBody = (options, styles) => {
  if (options.formData !== void 0) {
    const pairs = formPairs(options, styles.formData);
    if (options.mediaType === "multipart/form-data") {
      const form2 = new FormData();
      for (const [name, value] of pairs) {
        if (value instanceof Blob) form2.append(name, value);
        else form2.append(name, value);
      }
      return { body: form2 };
    }
    const form = new URLSearchParams();
    for (const [name, value] of pairs) form.append(name, text(value));
    return { body: form.toString(), type: "application/x-www-form-urlencoded" };
  }
  const { body, mediaType } = options;
  if (body === void 0) return {};
  if (body instanceof Blob || body instanceof Uint8Array) {
    const blob = body instanceof Blob ? body : new Blob([body.slice()]);
    return { body: blob, type: mediaType ?? "application/octet-stream" };
  }
  if (typeof body === "string" && !mediaType?.includes("json")) {
    return { body, type: mediaType ?? "text/plain" };
  }
  const json = encodeArgument(options, "body", "", () => {
    const encoded = JSON.stringify(body);
    if (encoded === void 0) throw new TypeError("no JSON");
    return encoded;
  });
  return { body: json, type: mediaType ?? "application/json" };
};
var basicCredentials = (user2, secret) => `Basic ${Buffer.from(`${user2}:${secret}`).toString("base64")}`;
var resolve = async (options, value) => typeof value === "function" ? value(options) : value;
var getAuthorization = async (config, options) => {
  const [token, username, password] = await Promise.all([
    resolve(options, config.TOKEN),
    resolve(options, config.USERNAME),
    resolve(options, config.PASSWORD)
  ]);
  if (username !== void 0 && password !== void 0) {
    return { Authorization: basicCredentials(username, password) };
  }
  return token === void 0 ? {} : { Authorization: `Bearer ${token}` };
};
var merge = (...given) => {
  const byName = /* @__PURE__ */ new Map();
  for (const pair of given.flatMap((headers) => Object.entries(headers ?? {}))) {
    byName.set(pair[0].toLowerCase(), pair);
  }
  return Object.fromEntries(byName.values());
};
var getHeaders = async (config, options, extra, type, styles) => {
  const own = {};
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    if (!isGiven(value)) continue;
    own[name] = encodeArgument(options, "headers", name, () => {
      const encoded = inStyle(value, ownValue(styles, name)) ?? text(value);
      if (HEADER_VALUE.test(encoded)) return encoded;
      const problem = "must be printable Latin-1 characters: it is a header";
      throw new ArgumentError(argumentName(options, "headers", name), problem);
    });
  }
  const cookies = Object.entries(options.cookies ?? {}).filter(([, value]) => isGiven(value));
  if (cookies.length > 0) {
    own["Cookie"] = cookies.map(
      ([name, value]) => encodeArgument(
        options,
        "cookies",
        name,
        () => `${name}=${encodeURIComponent(text(value))}`
      )
    ).join("; ");
  }
  if (type !== void 0) own["Content-Type"] = type;
  const authorized = config.TOKEN !== void 0 || config.USERNAME !== void 0;
  return merge(
    { Accept: "application/json" },
    config.HEADERS === void 0 ? void 0 : await resolve(options, config.HEADERS),
    authorized ? await getAuthorization(config, options) : void 0,
    extra,
    own
  );
};

// generated/core/OpenAPI.ts
var OpenAPI = {
  BASE: "https://developer.tigertext.me/v2",
  VERSION: "2",
  WITH_CREDENTIALS: false,
  CREDENTIALS: "include",
  TOKEN: void 0,
  USERNAME: void 0,
  PASSWORD: void 0,
  HEADERS: void 0,
  ENCODE_PATH: void 0
};

// generated/core/BaseHttpRequest.ts
var BaseHttpRequest = class {
  constructor(config) {
    this.config = config;
  }
  config;
};

// generated/core/answer.ts
var TooLarge = class extends Error {
};
var readBytes = async (body, maxBytes) => {
  const chunks = [];
  let length = 0;
  if (body !== void 0 && body !== null) {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > maxBytes) throw new TooLarge();
      chunks.push(chunk);
    }
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, length);
};
var decoder = new TextDecoder();
var parseBody = (bytes, { headers }) => {
  if (bytes.byteLength === 0) return {};
  const type = headers.get("content-type") ?? "";
  const content = decoder.decode(bytes);
  if (!/^application\/(?:[^;\s]+\+)?json\b/i.test(type)) return { body: content };
  try {
    return { body: JSON.parse(content) };
  } catch {
    return { unreadable: "invalid-json" };
  }
};
var Answer = class {
  kind = "response";
  status;
  statusText;
  body;
  #headers;
  constructor({ status, statusText, headers }, content) {
    this.status = status;
    this.statusText = statusText;
    this.#headers = headers;
    this.body = content.body;
    if (content.unreadable !== void 0) this.unreadable = content.unreadable;
  }
  header(name) {
    return this.#headers.get(name);
  }
  get headers() {
    const headers = {};
    this.#headers.forEach((value, name) => {
      headers[name.toLowerCase()] = value;
    });
    return headers;
  }
};

// generated/core/ApiError.ts
var ApiError = class extends Error {
  url;
  status;
  statusText;
  body;
  request;
  constructor(request2, response, message) {
    super(message);
    this.name = "ApiError";
    this.url = response.url;
    this.status = response.status;
    this.statusText = response.statusText;
    this.body = response.body;
    this.request = request2;
  }
};

// generated/core/fetch.ts
var nodeFetch = async (url, init) => (await import("node-fetch")).default(url, init);

// generated/core/limit.ts
var Limit = class {
  #controller = new AbortController();
  #timers;
  #callerSignal;
  #timer;
  #reject;
  reason;
  error;
  constructor({ signal, timeout, timers = globalThis }) {
    this.#timers = timers;
    this.#callerSignal = signal;
    if (signal?.aborted) this.#onAbort();
    signal?.addEventListener("abort", this.#onAbort);
    if (timeout !== void 0) {
      this.#timer = timers.setTimeout(() => {
        this.#end("timeout", new Error(`no complete answer within ${timeout} ms`));
      }, timeout);
    }
  }
  get signal() {
    return this.#controller.signal;
  }
  /** Settles as the work does, or when the limit is reached: nothing waits for a fetch that ignores its signal. */
  race(work) {
    return new Promise((resolve2, reject) => {
      this.#reject = reject;
      if (this.reason !== void 0) this.#reject(this.error);
      work.then(resolve2, reject);
    });
  }
  #onAbort = () => {
    this.#end("aborted", this.#callerSignal?.reason);
  };
  #end(reason, error) {
    if (this.reason === void 0) {
      this.reason = reason;
      this.error = error;
    }
    this.#reject?.(error);
    this.#controller.abort();
  }
  release() {
    this.#callerSignal?.removeEventListener("abort", this.#onAbort);
    if (this.#timer !== void 0) this.#timers.clearTimeout(this.#timer);
  }
};

// generated/core/request.ts
var DEFAULT_MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
var withoutBody = (response, error, { reason }) => {
  if (error instanceof TooLarge) return new Answer(response, { unreadable: "too-large" });
  const refused = response.status < 200 || response.status >= 300;
  return refused && reason !== "aborted" ? new Answer(response, { unreadable: "broken" }) : void 0;
};
var checkResponse = (response) => {
  const { status, headers } = response ?? {};
  if (typeof status === "number" && typeof headers?.get === "function") return;
  throw new TypeError("the fetch function gave no response");
};
var attempt = async (config, options, settings = {}) => {
  const styles = operationStyles(options);
  const url = getUrl(config, options, styles);
  const { body, type } = getBody(options, styles);
  const fetch = settings.fetch ?? nodeFetch;
  const limit = new Limit(settings);
  const progress = { stage: "preparing", response: void 0 };
  const hooks = {
    onConnecting: () => {
      if (progress.stage === "begun") progress.stage = "connecting";
    },
    onSending: () => {
      progress.stage = "sending";
    }
  };
  const exchange = async () => {
    const headers = await getHeaders(config, options, settings.headers, type, styles.headers);
    if (limit.reason !== void 0) throw limit.error;
    progress.stage = "begun";
    const response = await fetch(url, {
      method: options.method,
      headers,
      ...body === void 0 ? void 0 : { body },
      redirect: "manual",
      signal: limit.signal,
      hooks
    });
    checkResponse(response);
    progress.response = response;
    const maxBytes = settings.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES;
    const bytes = await readBytes(response.body, maxBytes);
    return new Answer(response, parseBody(bytes, response));
  };
  try {
    return await limit.race(exchange());
  } catch (error) {
    const { stage, response } = progress;
    if (stage === "preparing" && limit.reason === void 0) throw error;
    const answer = response && withoutBody(response, error, limit);
    if (answer) return answer;
    const sent = response !== void 0 || stage === "begun" || stage === "sending";
    const why = limit.reason === void 0 ? error : limit.error;
    return { kind: "failure", reason: limit.reason ?? "connection", sent, error: why };
  } finally {
    limit.release();
  }
};
var request = async (config, options) => {
  const outcome = await attempt(config, options);
  if (outcome.kind === "failure") throw outcome.error;
  const { status, statusText, body, unreadable } = outcome;
  const ok = status >= 200 && status < 300;
  if (ok && unreadable === void 0) {
    const header = options.responseHeader;
    return header === void 0 ? body : outcome.header(header) ?? void 0;
  }
  const message = ok ? `the body is ${unreadable}` : options.errors?.[status];
  const { method, url } = options;
  const result = { url, ok, status, statusText, body };
  throw new ApiError({ method, url }, result, message ?? `the server answered ${status}`);
};

// generated/core/NodeHttpRequest.ts
var NodeHttpRequest = class extends BaseHttpRequest {
  constructor(config) {
    super(config);
  }
  /**
   * Request method
   * @param options The request options from the service
   * @returns CancelablePromise<T>
   * @throws ApiError
   */
  request(options) {
    return request(this.config, options);
  }
};

// generated/services/MessageService.ts
var MessageService = class {
  /** @internal */
  httpRequest;
  /** @internal */
  constructor(httpRequest2) {
    this.httpRequest = httpRequest2;
  }
  /**
   * Send a message to a User or Group.
   * Send a message to a User or Group. The parameters to be included either on the JSON object or the POST body itself. If no recipient is found, a new account is created and the message is sent to the associated email or phone number if available.
   * @returns string OK
   * @throws ApiError
   */
  sendMessage({
    formData,
    recipient,
    requestId
  }) {
    return this.httpRequest.request({
      method: "POST",
      url: "/message/",
      headers: {
        "Request-ID": requestId
      },
      query: {
        recipient
      },
      formData,
      mediaType: "application/x-www-form-urlencoded",
      responseHeader: "TT-X-Message-Id",
      errors: {
        304: `A request with this Request-ID was accepted before; the token is that message's.`,
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`
      }
    });
  }
  /**
   * Update the status of a message or several messages.
   * Update the status of a message or several messages.
   * @returns any OK
   * @throws ApiError
   */
  updateMessageStatus({
    formData
  }) {
    return this.httpRequest.request({
      method: "PUT",
      url: "/message/status/",
      formData,
      mediaType: "application/x-www-form-urlencoded",
      errors: {
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`
      }
    });
  }
  /**
   * Notify a recipient that a particular User is typing in a conversation.
   * Notify a recipient that a particular User is typing in a conversation.
   * @returns any OK
   * @throws ApiError
   */
  typingMessage({
    recipient
  }) {
    return this.httpRequest.request({
      method: "GET",
      url: "/message/typing/",
      query: {
        recipient
      },
      errors: {
        400: `The request is not valid; nothing was done.`,
        401: `The credentials are missing or wrong.`,
        403: `The credentials do not allow this.`,
        404: `What was addressed is not known.`,
        429: `Too many requests; repeat after the time in Retry-After.`,
        500: `The service failed; whether the request took effect is not known.`,
        503: `The service failed; whether the request took effect is not known.`
      }
    });
  }
};

// generated/TigerConnectApi.ts
var TigerConnectApi = class {
  message;
  /** @internal */
  request;
  /** @internal */
  constructor(config, HttpRequest = NodeHttpRequest) {
    this.request = new HttpRequest({
      BASE: config?.BASE ?? "https://developer.tigertext.me/v2",
      VERSION: config?.VERSION ?? "2",
      WITH_CREDENTIALS: config?.WITH_CREDENTIALS ?? false,
      CREDENTIALS: config?.CREDENTIALS ?? "include",
      TOKEN: config?.TOKEN,
      USERNAME: config?.USERNAME,
      PASSWORD: config?.PASSWORD,
      HEADERS: config?.HEADERS,
      ENCODE_PATH: config?.ENCODE_PATH
    });
    this.message = new MessageService(this.request);
  }
};

// src/retry/retrying-request.ts
import { setMaxListeners } from "node:events";

// src/errors.ts
var TigerConnectError = class extends Error {
  /** Attempts made over the network; 0 when nothing was sent. */
  attempts;
  /** Whether the request may have been acted on, judged over all attempts. */
  delivery;
  constructor(message, details = {}) {
    super(message, details.cause === void 0 ? void 0 : { cause: details.cause });
    if (details.requestId !== void 0) this.requestId = details.requestId;
    this.attempts = details.attempts ?? 0;
    this.delivery = details.delivery ?? "not-sent";
  }
};
var ConfigurationError = class extends TigerConnectError {
  constructor(field, problem, details) {
    super(`${field}: ${problem}`, details);
    this.field = field;
    this.problem = problem;
  }
  field;
  problem;
  name = "ConfigurationError";
  code = "configuration";
};
var InvalidArgumentError = class extends TigerConnectError {
  constructor(field, message, details) {
    super(`${field}: ${message}`, details);
    this.field = field;
  }
  field;
  name = "InvalidArgumentError";
  code = "invalid_argument";
};
var InvalidAddressError = class extends InvalidArgumentError {
  name = "InvalidAddressError";
  code = "invalid_address";
};
var ConnectionError = class extends TigerConnectError {
  name = "ConnectionError";
  code = "connection";
};
var TimeoutError = class extends TigerConnectError {
  name = "TimeoutError";
  code = "timeout";
};
var AbortedError = class extends TigerConnectError {
  name = "AbortedError";
  code = "aborted";
};
var ApiError2 = class extends TigerConnectError {
  name = "ApiError";
  code = "api";
  /** The HTTP status of the last answer. */
  status;
  constructor(message, details) {
    super(message, details);
    this.status = details.status;
    Object.defineProperty(this, "headers", { value: details.headers ?? {} });
    Object.defineProperty(this, "body", { value: details.body });
  }
};
var AuthenticationError = class extends ApiError2 {
  name = "AuthenticationError";
  code = "authentication";
};
var PermissionError = class extends ApiError2 {
  name = "PermissionError";
  code = "permission";
};
var NotFoundError = class extends ApiError2 {
  name = "NotFoundError";
  code = "not_found";
};
var RateLimitError = class extends ApiError2 {
  name = "RateLimitError";
  code = "rate_limit";
  constructor(message, details) {
    super(message, details);
    if (details.retryAfter !== void 0) this.retryAfter = details.retryAfter;
  }
};
var ServerError = class extends ApiError2 {
  name = "ServerError";
  code = "server";
};
var InvalidResponseError = class extends ApiError2 {
  name = "InvalidResponseError";
  code = "invalid_response";
};

// src/options/headers.ts
var OWN = /^(?:accept-encoding|authorization|connection|content-(?:encoding|length|type)|expect|host|keep-alive|proxy-.*|request-id|te|trailer|transfer-encoding|upgrade)$/;
var NAME = /^[\w!#$%&'*+.^`|~-]+$/;
var VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
function problemWith(name, value) {
  if (!NAME.test(name)) return "a name must be a token of letters, digits and hyphens";
  if (OWN.test(name)) return `${name} is set by the client and cannot be replaced`;
  if (typeof value !== "string" || !VALUE.test(value)) {
    return `${name}: must be a string of printable Latin-1 characters`;
  }
  return void 0;
}
function checkHeaders(given, InvalidError) {
  const headers = {};
  if (given === void 0) return headers;
  if (typeof given !== "object" || given === null || Symbol.iterator in given) {
    throw new InvalidError("headers", "must be an object, for example { 'X-Ward': '7' }");
  }
  for (const [name, value] of Object.entries(given)) {
    const problem = problemWith(name.toLowerCase(), value);
    if (problem !== void 0) throw new InvalidError("headers", problem);
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
function sendableHeaders(given) {
  const pairs = Object.entries(given).map(([name, value]) => [name.toLowerCase(), value]);
  return Object.fromEntries(pairs.filter(([name, value]) => !problemWith(name, value)));
}

// src/telemetry/observe.ts
var ERROR_NAME = /^[A-Za-z]{0,58}(?:Error|Exception)$/;
function warn(observer, error) {
  let name = "something";
  try {
    const given = error instanceof Error ? error.name : void 0;
    if (typeof given === "string" && ERROR_NAME.test(given)) name = given;
  } catch {
  }
  process.emitWarning(`tigerconnect-messages: ${observer} threw ${name}`);
}
function guard(observer, observe) {
  try {
    const result = observe();
    if (typeof result?.then === "function") {
      Promise.resolve(result).catch((error) => {
        warn(observer, error);
      });
    }
    return result;
  } catch (error) {
    warn(observer, error);
    return void 0;
  }
}
function reportAttempt({ logger, onAttempt }, event) {
  if (onAttempt) guard("onAttempt", () => onAttempt(event));
  if (!logger) return;
  guard(
    "logger",
    () => event.delay === void 0 ? logger.debug("tigerconnect: attempt", event) : logger.warn("tigerconnect: attempt failed, will retry", event)
  );
}

// src/retry/backoff.ts
var BASE_MS = 500;
var CAP_MS = 8e3;
function backoff(attempts2, random) {
  return Math.floor(random * Math.min(CAP_MS, BASE_MS * 2 ** (attempts2 - 1)));
}

// src/retry/delivery.ts
var isClientError = (status) => status >= 400 && status <= 451;
var UNPROVEN = /* @__PURE__ */ new Set([408, 409]);
var ELSEWHERE = /* @__PURE__ */ new Set([307, 308]);
function deliveryAfter(outcome) {
  if (outcome.kind === "failure") return outcome.sent ? "unknown" : "not-sent";
  const { status } = outcome;
  const refused = isClientError(status) && !UNPROVEN.has(status);
  return refused || ELSEWHERE.has(status) ? "not-sent" : "unknown";
}

// src/retry/cause.ts
import { types } from "node:util";
var CODE = /^[A-Z][A-Z0-9_]{1,63}$/;
function redact(error) {
  const { code, name, cause } = error ?? {};
  const match = (value, shape) => typeof value === "string" && shape.test(value) ? value : void 0;
  const causeCode = cause?.code;
  const kind = match(name, /^[A-Za-z]{0,58}(?:Error|Exception)$/);
  const shown = match(code, CODE) ?? match(causeCode, CODE) ?? kind ?? "unknown";
  return Object.assign(new Error(shown), { name: kind ?? "Error", code: shown });
}
var FIELDS = /* @__PURE__ */ new Set(["message", "stack", "name", "code", "cause"]);
var WORD = /[\p{L}\p{N}]{3,}/gu;
var STACK_FRAME = /^\s+at (?:.* \()?(?:(?:file:|node:|[A-Z]:|\/).*:\d+:\d+|<anonymous>)\)?$/gm;
var HIDDEN = /\b(?:basic|bearer|authorization)\b|%/i;
var hasOnly = (object, names) => Reflect.ownKeys(object).every((name) => names.has(name));
function isPlain(error) {
  let prototype = Object.getPrototypeOf(error);
  for (; ; ) {
    const parent = Object.getPrototypeOf(prototype);
    if (parent === null || Object.getPrototypeOf(parent) === null) break;
    if (!hasOnly(prototype, /* @__PURE__ */ new Set(["constructor", "name", "message"]))) return false;
    prototype = parent;
  }
  return hasOnly(error, FIELDS);
}
function printedText(error, depth = 0) {
  if (error === void 0) return "";
  if (!types.isNativeError(error) || !isPlain(error) || depth > 4) return void 0;
  const cause = printedText(error.cause, depth + 1);
  if (cause === void 0) return void 0;
  const { name, message, stack = "", code = "" } = error;
  return [name, message, stack.replace(STACK_FRAME, ""), code, cause].join("\n");
}
var UNREADABLE = "";
function textsIn(value, seen = /* @__PURE__ */ new Set()) {
  if (typeof value === "string") return value === "" ? [] : [value.toLowerCase()];
  if (typeof value !== "object" || value === null || seen.has(value)) return [];
  if (value instanceof Blob || ArrayBuffer.isView(value)) return [UNREADABLE];
  seen.add(value);
  return Object.entries(value).flatMap(([name, inner]) => [
    ...Array.isArray(value) ? [] : textsIn(name),
    ...textsIn(inner, seen)
  ]);
}
function sentWords({ query, formData, path: path3, headers, cookies, body }) {
  const fields = [query, formData, path3, headers, cookies].flatMap(
    (each) => Object.values(each ?? {})
  );
  return [...fields, body].flatMap((value) => textsIn(value)).flatMap((text2) => text2.match(WORD) ?? [text2]);
}
function toCause(error, operation, secrets) {
  const text2 = error === void 0 ? void 0 : printedText(error)?.toLowerCase();
  if (text2 === void 0 || HIDDEN.test(text2)) return redact(error);
  const hidden = secrets?.()?.map((secret) => secret.toLowerCase());
  const isSafe = hidden !== void 0 && ![...hidden, ...sentWords(operation)].some((word) => text2.includes(word));
  return isSafe ? error : redact(error);
}

// src/retry/error-from-attempt.ts
var isSuccess = ({ status }) => status >= 200 && status < 300;
var isRedirect = ({ status }) => status >= 300 && status < 400;
function successProblem(outcome) {
  if (outcome.unreadable !== void 0)
    return `with a body that is ${outcome.unreadable.replace("-", " ")}`;
  const status = outcome.body?.status;
  const failed = typeof status === "string" && /^(?:fail|failed|error)$/i.test(status);
  return failed ? "and its envelope reports a failure" : void 0;
}
var KINDS = {
  401: [AuthenticationError, "; check the API key and secret"],
  403: [PermissionError, "; the credentials do not allow this"],
  404: [NotFoundError, "; check baseUrl and what was addressed"],
  429: [RateLimitError, "; send less often, or later"]
};
var REPEAT = "; repeat later with the same requestId";
var LOOK = "; whether it was done is not known";
function errorKind(outcome, missing, hasKey) {
  if (isSuccess(outcome)) {
    const problem = successProblem(outcome);
    const reported = outcome.unreadable === void 0 && problem !== void 0;
    return [reported ? ApiError2 : InvalidResponseError, `, ${problem ?? missing}`];
  }
  if (outcome.status === 304 && hasKey) {
    return [InvalidResponseError, `; it was accepted before, ${missing}`];
  }
  if (isRedirect(outcome)) {
    return [InvalidResponseError, "; redirects are not followed, check baseUrl"];
  }
  if (outcome.status >= 500) return [ServerError, hasKey ? REPEAT : LOOK];
  return KINDS[outcome.status] ?? [ApiError2, "; the request was refused"];
}
function errorFromAttempt(outcome, details) {
  const { attempts: attempts2, operation, requestId, secrets } = details;
  const tries = attempts2 > 1 ? ` after ${attempts2} attempts` : "";
  if (outcome.kind === "response") {
    const [Kind, hint] = errorKind(
      outcome,
      `without a usable ${operation.responseHeader ?? "result"}`,
      requestId !== void 0
    );
    const { status, headers, body } = outcome;
    const message = `the server answered ${status}${tries}${hint}`;
    return new Kind(message, { ...details, status, headers, body });
  }
  if (outcome.reason === "aborted") {
    return new AbortedError(`the call was aborted${tries}`, { ...details, cause: outcome.error });
  }
  const cause = toCause(outcome.error, operation, secrets);
  if (outcome.reason === "timeout") {
    return new TimeoutError(`no complete answer in time${tries}`, { ...details, cause });
  }
  const what = outcome.sent ? "the connection failed" : "the connection could not be made";
  return new ConnectionError(`${what}${tries}: ${redact(outcome.error).code}`, {
    ...details,
    cause
  });
}

// src/retry/policy.ts
var RETRIED_STATUSES = /* @__PURE__ */ new Set([
  408,
  // the server gave up waiting for the request
  425,
  // the server will not risk an early replay
  429,
  // too many requests for now
  500,
  // the service failed
  502,
  // a gateway could not reach the service
  503,
  // the service is unavailable
  504
  // a gateway gave up waiting for the service
]);
var IDEMPOTENT = /* @__PURE__ */ new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);
function isRetried(outcome, method, hasKey) {
  const repeatable = hasKey || IDEMPOTENT.has(method) || deliveryAfter(outcome) === "not-sent";
  if (!repeatable) return false;
  if (outcome.kind === "failure") return outcome.reason !== "aborted";
  return RETRIED_STATUSES.has(outcome.status);
}

// src/retry/retry-after.ts
var HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;
function httpDate(header) {
  const value = header?.trim() ?? "";
  if (!HTTP_DATE.test(value)) return void 0;
  const date = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(date) ? void 0 : date;
}
function retryAfter(header, date, now) {
  const value = header?.trim() ?? "";
  if (/^\d+$/.test(value)) {
    const ms = Number(value) * 1e3;
    return Number.isSafeInteger(ms) ? ms : void 0;
  }
  const until = httpDate(value);
  return until === void 0 ? void 0 : Math.max(0, until - (httpDate(date) ?? now));
}

// src/retry/wait.ts
function wait(ms, clock, signal) {
  return new Promise((resolve2) => {
    const end = () => {
      signal?.removeEventListener("abort", end);
      clock.clearTimeout(timer);
      resolve2();
    };
    const timer = clock.setTimeout(end, ms);
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end);
  });
}

// src/retry/retrying-request.ts
var PAUSED = {
  ...{ kind: "response", status: 429, statusText: "", body: void 0, headers: {} },
  header: () => null
};
var RetryingRequest = class extends BaseHttpRequest {
  constructor(channel, call) {
    super(channel.config);
    this.channel = channel;
    this.call = call;
    const { options, signal } = call;
    const { clock } = options;
    if (signal instanceof EventTarget) setMaxListeners(0, signal);
    this.#started = clock.monotonic();
    this.#startedWall = clock.now();
  }
  channel;
  call;
  /** Attempts made so far. */
  attempts = 0;
  /** Whether the server had accepted this request before. */
  duplicate = false;
  /** The answer of success, when `request` has resolved. */
  answer;
  #delivery = "not-sent";
  #started;
  #startedWall;
  async request(operation) {
    const { options, requestId, signal } = this.call;
    const { clock } = options;
    for (; ; ) {
      if (!this.#enterNow()) await this.#waitForTurn(operation);
      const started = clock.monotonic();
      const outcome = await this.#attemptInSlot(operation);
      this.attempts += 1;
      const duration = clock.monotonic() - started;
      const success = this.#readSuccess(operation, outcome);
      const serverWait2 = success ? void 0 : this.#serverWait(outcome);
      const delay = success ? void 0 : this.#delay(operation, outcome, serverWait2);
      if (success) this.channel.budget.refund(this.attempts - 1);
      else if (deliveryAfter(outcome) === "unknown") this.#delivery = "unknown";
      reportAttempt(options, {
        method: operation.method,
        path: operation.url,
        attempt: this.attempts,
        ...outcome.kind === "response" ? { status: outcome.status } : { failure: outcome.reason },
        duration,
        ...delay === void 0 ? void 0 : { delay },
        ...requestId === void 0 ? void 0 : { requestId }
      });
      if (success) return success.value;
      if (delay !== void 0) await wait(delay, clock, signal);
      if (delay === void 0 || this.#timeLeft() <= 0 && !signal?.aborted) {
        const details = { retryAfter: serverWait2, operation, secrets: () => this.#secrets() };
        throw errorFromAttempt(outcome, { ...this.#details(), ...details });
      }
    }
  }
  /** Takes a slot where the client may make another attempt now. */
  #enterNow() {
    this.#throwIfAborted();
    const { throttle } = this.channel;
    return throttle.pauseAt(this.call.options.clock.monotonic()) === 0 && throttle.tryEnter();
  }
  /** Waits for the client's pause, and for a slot. */
  async #waitForTurn(operation) {
    const { options, signal } = this.call;
    const { throttle } = this.channel;
    const { clock } = options;
    for (; ; ) {
      this.#throwIfAborted();
      const pause = throttle.pauseAt(clock.monotonic());
      if (pause > 0) {
        if (pause >= this.#timeLeft()) {
          throw errorFromAttempt(PAUSED, { ...this.#details(), retryAfter: pause, operation });
        }
        await wait(pause, clock, signal);
        continue;
      }
      const hasSlot = await throttle.enter(this.#timeLeft(), clock, signal);
      const hasTime = this.#timeLeft() > 0;
      const paused = throttle.pauseAt(clock.monotonic()) > 0;
      if (hasSlot && hasTime && !signal?.aborted && !paused) return;
      if (hasSlot) throttle.leave();
      if (!hasTime && !signal?.aborted) {
        const message = "the time ran out while the client was busy with other calls";
        throw new TimeoutError(message, this.#details());
      }
    }
  }
  /** Makes an attempt, and gives its slot to the next call. */
  async #attemptInSlot(operation) {
    try {
      const outcome = await this.#attempt(operation);
      if (outcome.kind === "response" && outcome.status === 429) this.#pauseClient(outcome);
      return outcome;
    } finally {
      this.channel.throttle.leave();
    }
  }
  async #attempt(operation) {
    const { options, signal } = this.call;
    const { config, fetch, trace } = this.channel;
    try {
      return await trace(
        operation,
        this.attempts,
        (headers) => attempt(config, operation, {
          fetch,
          headers: { ...sendableHeaders(headers), ...options.headers },
          signal,
          timeout: Math.min(options.timeout, this.#timeLeft()),
          timers: options.clock
        })
      );
    } catch (error) {
      if (error instanceof ConfigurationError) {
        const { field: field2, problem: problem2, cause } = error;
        throw new ConfigurationError(field2, problem2, { ...this.#details(), cause });
      }
      const { field, problem } = error;
      throw new InvalidArgumentError(field, problem, this.#details());
    }
  }
  /** What the caller gets from a success; undefined for any other outcome. */
  #readSuccess(operation, outcome) {
    if (outcome.kind === "failure") return void 0;
    const { responseHeader } = operation;
    const { status, body } = outcome;
    const { requestId, result } = this.call;
    const value = result ? result(outcome) : responseHeader === void 0 ? body : outcome.header(responseHeader);
    const found = (result ?? responseHeader) === void 0 || Boolean(value);
    this.duplicate = found && status === 304 && requestId !== void 0 && !needsResult(operation);
    const ok = status >= 200 && status < 300 && found && successProblem(outcome) === void 0;
    if (!ok && !this.duplicate) return void 0;
    this.answer = outcome;
    return { value };
  }
  /** Milliseconds that the server asks to wait. */
  #serverWait(outcome) {
    if (outcome.kind === "failure") return void 0;
    const now = this.call.options.clock.now();
    return retryAfter(outcome.header("retry-after"), outcome.header("date"), now);
  }
  /** A 429 asks all calls of the client to wait. */
  #pauseClient(refusal) {
    const ms = this.#serverWait(refusal) ?? 0;
    this.channel.throttle.pause(ms, this.call.options.clock.monotonic());
  }
  /** Milliseconds to wait before another attempt; undefined when there must not be one. */
  #delay({ method }, outcome, serverWait2) {
    const { options, requestId } = this.call;
    if (this.attempts > options.maxRetries) return void 0;
    if (!isRetried(outcome, method, requestId !== void 0)) return void 0;
    const delay = Math.max(backoff(this.attempts, options.random()), serverWait2 ?? 0);
    if (delay >= this.#timeLeft()) return void 0;
    return this.channel.budget.take() ? delay : void 0;
  }
  #throwIfAborted() {
    const { signal } = this.call;
    if (!signal?.aborted) return;
    const details = { ...this.#details(), cause: signal.reason };
    throw new AbortedError("the call was aborted", details);
  }
  /** Milliseconds in which sending is still allowed and still has a purpose. */
  #timeLeft() {
    const { options, expiresAfter = Infinity } = this.call;
    const elapsed = options.clock.monotonic() - this.#started;
    const age = Math.max(elapsed, options.clock.now() - this.#startedWall);
    return Math.min(options.totalTimeout - elapsed, expiresAfter - age);
  }
  /** What goes out beside the operation; undefined when a function of the caller's gives it. */
  #secrets() {
    const { credentials, headers } = this.call.options;
    if (typeof credentials === "function") return void 0;
    const { apiKey, apiSecret } = credentials;
    const [, encoded = ""] = basicCredentials(apiKey, apiSecret).split(" ");
    return [apiKey, apiSecret, encoded, ...Object.values(headers).filter((value) => value !== "")];
  }
  #details() {
    const { attempts: attempts2 } = this;
    return { requestId: this.call.requestId, attempts: attempts2, delivery: this.#delivery };
  }
};

// src/api/operation.ts
import { randomUUID } from "node:crypto";
var KEY = /^request-id$/i;
var KEY_VALUE = /^[\x21-\x7e]+$/;
function operationToSend(given) {
  try {
    checkRequired(given);
    const { path: path3, query, headers, cookies, formData, body } = given;
    const requestId = idempotencyKey(given);
    const operation = {
      ...given,
      ...snapshot({ path: path3, query, cookies, formData }),
      headers: snapshot({ ...headers, ...requestId }),
      body: bodySnapshot(body)
    };
    return { operation, requestId: Object.values(requestId)[0] };
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    throw new InvalidArgumentError(error.field, error.problem);
  }
}
function idempotencyKey(operation) {
  const header = Object.keys(operation.headers ?? {}).find((name) => KEY.test(name));
  if (header === void 0) return {};
  const value = operation.headers?.[header] ?? randomUUID();
  if (typeof value === "string" && KEY_VALUE.test(value)) return { [header]: value };
  const problem = "must be a text without blanks, for example a UUID";
  throw new ArgumentError(argumentName(operation, "headers", header), problem);
}
function snapshot(value, above = []) {
  if (typeof value !== "object" || value === null || above.includes(value)) return value;
  const inner = (each) => snapshot(each, [...above, value]);
  if (Array.isArray(value)) return value.map(inner);
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const entries = Object.entries(value).map(([name, each]) => [name, inner(each)]);
  return Object.fromEntries(entries);
}
function bodySnapshot(body) {
  if (body instanceof Uint8Array) return new Blob([body]);
  if (typeof body !== "object" || body instanceof Blob) return body;
  try {
    return JSON.parse(JSON.stringify(body));
  } catch {
    return body;
  }
}

// src/api/api.ts
function createApi(channel, options) {
  return bind(channel, options, (data) => data);
}
function createApiWithResponse(channel, options) {
  const withResponse = (data, { status, headers }, { requestId, attempts: attempts2 }) => {
    return { data, status, headers, requestId, attempts: attempts2 };
  };
  return bind(channel, options, withResponse);
}
function bind(channel, options, result) {
  class ApiRequest extends BaseHttpRequest {
    async request(given) {
      const { operation, requestId } = operationToSend(given);
      const { signal } = options;
      const request2 = new RetryingRequest(channel, { options, signal, requestId });
      const data = await request2.request(operation);
      const { answer, attempts: attempts2 } = request2;
      return result(data, answer, { requestId, attempts: attempts2 });
    }
  }
  const services = Object.entries(new TigerConnectApi(void 0, ApiRequest));
  return Object.fromEntries(
    services.filter(([name]) => name !== "request").map(([name, service]) => [name, functionsOf(service)])
  );
}
function functionsOf(service) {
  const members = Object.getOwnPropertyDescriptors(Object.getPrototypeOf(service));
  const methods = Object.entries(members);
  return Object.fromEntries(
    methods.filter(([name]) => name !== "constructor").map(([name, { value: method }]) => [
      name,
      // Where nothing is given, the check says what must be.
      async (given) => await method.call(service, given ?? {})
    ])
  );
}

// src/messages/message-client.ts
import { randomUUID as randomUUID3 } from "node:crypto";

// src/address/address.ts
import { inspect } from "node:util";

// src/address/email.ts
import { domainToASCII, domainToUnicode } from "node:url";
var DOT_ATOM = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
var QUOTED = /^"(?:[ !#-[\]-~]|\\[ -~])+"$/;
var HOST = /^(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z](?:[a-z\d-]{0,61}[a-z\d])?$/;
var HOST_CHARACTERS = /^[\p{L}\p{M}\p{Nd}.-]+$/u;
var OUTER_HYPHEN = /(?:^|\.)-|-(?:\.|$)/;
var MAX_LENGTH = 254;
var DECEPTIVE = /[\u0130\u03A3\u212A]/;
function normalizeEmail(value) {
  if (typeof value !== "string") throw invalid("not a string");
  if (value.length > 2 * MAX_LENGTH) throw tooLong();
  const at = value.lastIndexOf("@");
  if (at < 0) throw invalid("no @ in it. Write local-part@domain");
  const local = value.slice(0, at);
  if (!DOT_ATOM.test(local) && !QUOTED.test(local)) {
    throw invalid(
      "the part before the @ is malformed. It takes ASCII letters, digits and !#$%&'*+/=?^_`{|}~- with single dots between, or any printable ASCII in double quotes; no name, comment or space around it"
    );
  }
  if (local.length > 64) {
    throw invalid("the part before the @ is longer than 64 characters, the most that mail carries");
  }
  const domain = asciiDomain(value.slice(at + 1));
  if (local.length + 1 + domain.length > MAX_LENGTH) throw tooLong();
  return `${local.toLowerCase()}@${domain}`;
}
function asciiDomain(domain) {
  const ascii = domainToASCII(domain);
  if (!HOST_CHARACTERS.test(domain) || OUTER_HYPHEN.test(domain) || !HOST.test(ascii)) {
    throw invalid(
      "the part after the @ is not a domain name. Write at least two labels of letters, digits and inner hyphens, such as ward.example, with nothing after them; an IP address will not do"
    );
  }
  const shown = /[^\0-\x7f]/.test(domain) ? domainToUnicode(ascii) : ascii;
  if (DECEPTIVE.test(domain) || shown !== domain.toLowerCase()) {
    throw invalid(
      "the part after the @ has letters that would turn into others. Write them in their plain, lower-case form, or the domain in punycode (xn--)"
    );
  }
  return ascii;
}
function tooLong() {
  return invalid(`longer than ${MAX_LENGTH} characters, the most that mail carries`);
}
function invalid(what) {
  return new InvalidAddressError("email", `${what}.`);
}

// src/address/phone.ts
import {
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString
} from "libphonenumber-js/max";
var SHAPE = /^\+?\(?\d(?:[\d ().-]*\d)?$/;
var PAIRED_BRACKETS = /^[^()]*(?:\([^()]*\)[^()]*)*$/;
var OPTIONAL_ZERO = /\([ .-]*0[ .-]*\)/;
var MAX_LENGTH2 = 64;
function isCountryCode(value) {
  return getCountries().includes(value);
}
function looksLikePhone(value) {
  return value.length <= MAX_LENGTH2 && SHAPE.test(value) && PAIRED_BRACKETS.test(value);
}
function normalizePhone(value, country) {
  if (typeof value === "string" && value.length > MAX_LENGTH2) {
    throw invalid2(`longer than ${MAX_LENGTH2} characters, which no phone number is`);
  }
  if (country !== void 0 && !isCountryCode(country)) {
    throw invalid2("the country is not known. Give its two capital letters, such as US");
  }
  if (typeof value !== "string" || !looksLikePhone(value)) {
    throw invalid2(
      "not a phone number. Write + and the country code, then digits; spaces, hyphens, dots and pairs of round brackets may separate them. No extension, no letters, no tel:"
    );
  }
  if (OPTIONAL_ZERO.test(value)) {
    throw invalid2(
      "whether the 0 in (0) belongs to the number depends on the country. Write the number as it is dialled, with the 0 or without it"
    );
  }
  const digits = value.replace(/\D/g, "");
  const number = value.startsWith("+") ? `+${digits}` : fromNational(digits, country);
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.number !== number || !parsed.isValid() || number.length > 16) {
    throw invalid2(
      "no such number is in use. Check its digits; after + comes the country code, then the number without a trunk prefix"
    );
  }
  return number;
}
function fromNational(digits, country) {
  if (country === void 0) {
    throw invalid2("a number without + needs a country. Write it with + and the country code");
  }
  const code = getCountryCallingCode(country);
  const parsed = parsePhoneNumberFromString(digits, country);
  if (parsed?.countryCallingCode !== code || digits.endsWith(`${code}${parsed.nationalNumber}`) && digits !== `1${parsed.nationalNumber}`) {
    throw invalid2(
      "not a national number of its country. If it holds a country code, write + before that"
    );
  }
  return parsed.number;
}
function invalid2(what) {
  return new InvalidAddressError("phone", `${what}.`);
}

// src/check.ts
function check(fields, rules, InvalidError) {
  for (const [field, holds, message] of rules) {
    if (fields[field] !== void 0 && !holds(fields[field])) {
      throw new InvalidError(field, message);
    }
  }
}
function distance(from, to) {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  let last = to.length;
  for (const [index, letter] of Array.from(from).entries()) {
    let corner = index;
    last = index + 1;
    row = row.map((above, at) => {
      if (at > 0) last = Math.min(above + 1, last + 1, corner + (letter === to[at - 1] ? 0 : 1));
      corner = above;
      return last;
    });
  }
  return last;
}
function nearest(word, known, most = Infinity) {
  const near = known.map((name) => ({ name, far: distance(word.toLowerCase().slice(0, 64), name.toLowerCase()) })).sort((a, b) => a.far - b.far)[0];
  return near && near.far <= Math.min(most, Math.max(1, near.name.length / 3)) ? near.name : void 0;
}
function checkKnown(given, known, InvalidError) {
  for (const field of Object.keys(given)) {
    if (known.includes(field)) continue;
    const meant = nearest(field, known);
    const hint = meant === void 0 ? `the known ones are ${known.join(", ")}` : `did you mean ${meant}?`;
    throw new InvalidError(field, `is not known; ${hint}`);
  }
}
var UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
var isUuid = (value) => typeof value === "string" && UUID.test(value);
var isWholeFrom = (least) => (value) => Number.isSafeInteger(value) && value >= least;

// src/address/token.ts
var SHORT = /^[0-9A-Za-z]{24}$/;
function isToken(value) {
  return isUuid(value) || SHORT.test(value);
}
function normalizeToken(field, value) {
  if (typeof value !== "string" || !isToken(value)) {
    throw new InvalidAddressError(
      field,
      "not a token. Give the UUID or the 24 letters and digits, with nothing around them."
    );
  }
  return isUuid(value) ? value.toLowerCase() : value;
}

// src/address/address.ts
var Recipient = class _Recipient {
  constructor(kind, wire) {
    this.kind = kind;
    this.#wire = wire;
    Object.freeze(this);
  }
  kind;
  #wire;
  static wireString(value) {
    return typeof value === "object" && value !== null && #wire in value ? value.#wire : void 0;
  }
  toString() {
    return redact2(this.kind, _Recipient.wireString(this) ?? "");
  }
  toJSON() {
    return String(this);
  }
  [inspect.custom]() {
    return String(this);
  }
};
Object.defineProperty(Recipient.prototype, "constructor", { value: Object });
Object.freeze(Recipient.prototype);
function make(kind, wire) {
  return new Recipient(kind, wire);
}
function redact2(kind, wire) {
  if (kind === "phone") return `phone(***${wire.slice(-2)})`;
  return `${kind}(${wire.slice(0, kind === "email" ? 1 : 2)}***)`;
}
function wireString(value) {
  return Recipient.wireString(value);
}
function isAddress(value) {
  return wireString(value) !== void 0;
}
function user(token) {
  return make("user", normalizeToken("user", token));
}
function email(address) {
  return make("email", normalizeEmail(address));
}
function phone(number, country) {
  return make("phone", normalizePhone(number, country));
}

// src/address/encode.ts
function encodeAddress(address) {
  const wire = wireString(address);
  if (wire === void 0) {
    throw new InvalidAddressError(
      "address",
      "not an address made by this copy of the package. Make it with user(), group(), email(), phone() or parseAddress()."
    );
  }
  return wire;
}

// src/address/parse.ts
function parseAddress(value, options = {}) {
  if (typeof value === "string") {
    if (value.includes("@")) return email(value);
    if (isToken(value)) return user(value);
    if (looksLikePhone(value)) return phone(value, options.defaultCountry);
  }
  throw new InvalidAddressError(
    "address",
    "not an address. Write one email address, one phone number with + and country code, or one token (a UUID, or 24 letters and digits), with nothing around it."
  );
}

// src/messages/data.ts
import { randomUUID as randomUUID2 } from "node:crypto";
var JsonNumber = class {
  constructor(text2) {
    this.text = text2;
  }
  text;
};
var MEDIA_TYPE = /^[\w.+-]+\/[\w.+-]+(?:;|$)/;
var JSON_TYPE = /^application\/json\b|^[\w.-]+\/[\w.-]+\+json\b/i;
var LONE_SURROGATE = /\p{Surrogate}/u;
var invalid3 = (problem) => new InvalidArgumentError("data", problem);
var isWellFormed = (text2) => !LONE_SURROGATE.test(text2);
var isPlain2 = (value) => {
  const prototype = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
};
function notJson(value) {
  if (value === null || typeof value === "boolean") return void 0;
  if (typeof value === "string") return isWellFormed(value) ? void 0 : "broken Unicode";
  if (typeof value === "number") return Number.isFinite(value) ? void 0 : "NaN or Infinity";
  if (typeof value !== "object") return `a value of type ${typeof value}`;
  return isPlain2(value) ? void 0 : "an instance of a class";
}
function serialise(json) {
  const mark = randomUUID2();
  try {
    const text2 = JSON.stringify(json, function(key) {
      const value = this[key];
      if (value instanceof JsonNumber) return mark + value.text;
      const found = isWellFormed(key) ? notJson(value) : "broken Unicode";
      if (found !== void 0) throw invalid3(`must be plain JSON, and holds ${found}`);
      return value;
    });
    return text2.replaceAll(new RegExp(`"${mark}([^"]*)"`, "g"), "$1");
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw error;
    throw invalid3("must be plain JSON, and holds a cycle or too many levels");
  }
}
function isJson(text2) {
  try {
    JSON.parse(text2);
    return true;
  } catch {
    return false;
  }
}
function toWire(item) {
  if (!isPlain2(item) || !("namespace" in item && "payload" in item)) return item;
  const { namespace, payload, mimetype = "application/json", ...others } = item;
  if (Object.keys(others).length > 0) {
    throw invalid3("an element with namespace and payload can have mimetype, and nothing else");
  }
  if (typeof namespace !== "string" || namespace === "") {
    throw invalid3("the namespace of an element must be text");
  }
  if (typeof mimetype !== "string" || !MEDIA_TYPE.test(mimetype)) {
    throw invalid3("the mimetype of an element must be a media type, for example text/plain");
  }
  const isJsonType = JSON_TYPE.test(mimetype);
  if (typeof payload !== "string") {
    if (!isJsonType) throw invalid3("a payload that is not text needs a mimetype of JSON");
    return { namespace, mimetype, payload: serialise(payload) };
  }
  if (isJsonType && !isJson(payload)) {
    throw invalid3("a payload of text that is not JSON needs a mimetype, for example text/plain");
  }
  return { namespace, mimetype, payload };
}
function serialiseData(data) {
  const isObject2 = (item) => typeof item === "object" && item !== null && !Array.isArray(item);
  const items = Array.isArray(data) ? Array.from(data) : [void 0];
  if (!items.every(isObject2)) throw invalid3("must be an array of objects");
  return serialise(items.map(toWire));
}

// src/messages/message.ts
var TOKEN = /^[\w-]+$/;
var isToken2 = (value) => typeof value === "string" && TOKEN.test(value);
var AN_ORGANIZATION = "must be an organisation token of letters and digits";
var RULES = [
  ["requestId", isUuid, "must be a UUID, for example one from crypto.randomUUID()"],
  ["ttl", isWholeFrom(1), "must be a whole number of minutes, 1 or more"],
  ["deleteOnRead", (value) => typeof value === "boolean", "must be true or false"],
  ["organization", isToken2, AN_ORGANIZATION],
  ["senderOrganization", isToken2, AN_ORGANIZATION],
  ["recipientOrganization", isToken2, AN_ORGANIZATION]
];
var FIELDS2 = [...RULES.map(([field]) => field), "to", "body", "data"];
var invalid4 = (field, message) => new InvalidArgumentError(field, message);
function checkOwnFields(message) {
  for (const field of Object.keys(message)) {
    if (FIELDS2.includes(field)) continue;
    const meant = nearest(field.replaceAll(/[_-]/g, ""), FIELDS2, 1);
    if (meant !== void 0 && (meant.length > 4 || field.toLowerCase().includes(meant))) {
      throw invalid4(field, `is not known; did you mean ${meant}?`);
    }
  }
}
function checkMessage(message, own) {
  if (typeof message !== "object" || message === null) {
    throw invalid4("message", "must be an object with `to` and `body`");
  }
  if (own) checkOwnFields(message);
  else checkKnown(message, FIELDS2, InvalidArgumentError);
  const { body, organization, senderOrganization, recipientOrganization } = message;
  if (typeof body !== "string" || body.trim() === "")
    throw invalid4("body", "must be text, not blank");
  if (!isWellFormed(body)) throw invalid4("body", "must be well-formed Unicode");
  check(message, RULES, InvalidArgumentError);
  if (organization !== void 0 && (senderOrganization ?? recipientOrganization) !== void 0) {
    throw invalid4(
      "organization",
      "give either this or senderOrganization and recipientOrganization"
    );
  }
}
function messageForm(message) {
  const { body, data, deleteOnRead, ttl } = message;
  const { organization, senderOrganization, recipientOrganization } = message;
  return {
    body,
    data: data === void 0 ? void 0 : serialiseData(data),
    dor: deleteOnRead,
    // One known organisation stands for both, as in the vendor's SDK.
    sender_organization: senderOrganization ?? organization ?? recipientOrganization,
    recipient_organization: recipientOrganization ?? organization ?? senderOrganization,
    ttl
  };
}
function checkMessageIds(field, ids) {
  if (!Array.isArray(ids) || !Array.from(ids).every(isToken2)) {
    throw invalid4(field, "must be an array of message tokens, as send() returns them");
  }
  return [...ids];
}

// src/clock.ts
var systemClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Not unref'd: a call that waits to retry must keep the process alive, or its message is lost.
  setTimeout: (callback, ms) => setTimeout(callback, ms),
  clearTimeout: (handle) => {
    clearTimeout(handle);
  }
};

// src/options/resolve-options.ts
var MAX_TIMER_MS = 2147483647;
var isFunction = (value) => typeof value === "function";
var isObject = (value) => typeof value === "object" && value !== null;
var isText = (value) => typeof value === "string" && value !== "";
var isMs = (value) => typeof value === "number" && value > 0 && value <= MAX_TIMER_MS;
var MS = `must be a positive number of milliseconds, at most ${MAX_TIMER_MS}`;
var hasMethods = (...names) => (value) => isObject(value) && names.every((name) => isFunction(value[name]));
var PRODUCT = /^[\w!#$%&'*+.^`|~-]+$/;
var isAppInfo = (value) => {
  if (!isObject(value)) return false;
  const { name, version = "0" } = value;
  return [name, version].every((part) => typeof part === "string" && PRODUCT.test(part));
};
var isSignal = (value) => hasMethods("addEventListener", "removeEventListener")(value) && typeof value.aborted === "boolean";
var LIMITS = [
  ["timeout", isMs, MS],
  ["maxRetries", isWholeFrom(0), "must be a whole number, 0 or more"]
];
var CALL = [
  ...LIMITS,
  ["signal", isSignal, "must be an AbortSignal, as an AbortController has"]
];
var OPTIONS = [
  ...LIMITS,
  ["totalTimeout", isMs, MS],
  ["fetch", isFunction, "must be a function"],
  ["agent", isObject, "must be an agent, as node:https has"],
  ["tls", isObject, "must be an object of options for tls.connect, for example { ca }"],
  ["onAttempt", isFunction, "must be a function"],
  [
    "logger",
    hasMethods("debug", "info", "warn", "error"),
    "must have the functions debug, info, warn and error"
  ],
  ["appInfo", isAppInfo, "must be { name, version? } of letters, digits, '.' and '-'"],
  ["random", isFunction, "must be a function"],
  [
    "clock",
    hasMethods("now", "monotonic", "setTimeout", "clearTimeout"),
    "must have the functions now, monotonic, setTimeout and clearTimeout"
  ],
  ["credentials", isFunction, "must be a function that returns a promise"],
  ["allowInsecure", (value) => typeof value === "boolean", "must be true or false"],
  ["recipientIn", (value) => value === "query" || value === "body", "must be 'query' or 'body'"],
  ["defaultCountry", isCountryCode, "must be two capital letters, for example US"]
];
var OPTION_NAMES = [
  ...OPTIONS.map(([name]) => name),
  ...["apiKey", "apiSecret", "baseUrl", "headers"]
];
var CALL_OPTION_NAMES = [...CALL.map(([name]) => name), "headers"];
var OVERRIDE_NAMES = [
  ...CALL_OPTION_NAMES,
  ...["totalTimeout", "defaultCountry", "recipientIn", "logger", "onAttempt"]
];
var CREDENTIALS = [
  ["apiKey", isText, "missing; give it, or set TIGERCONNECT_API_KEY"],
  ["apiSecret", isText, "missing; give it, or set TIGERCONNECT_API_SECRET"],
  // RFC 7617: the first colon ends the user name, so a key with one would be cut short.
  ["apiKey", (value) => !String(value).includes(":"), 'must not contain ":"']
];
function checkCredentials(given) {
  const { apiKey = "", apiSecret = "" } = given;
  check({ apiKey, apiSecret }, CREDENTIALS, ConfigurationError);
  return { apiKey, apiSecret };
}
function resolveCredentials(options) {
  const { apiKey, apiSecret, credentials } = options;
  if (credentials === void 0) {
    return checkCredentials({
      apiKey: apiKey ?? process.env["TIGERCONNECT_API_KEY"],
      apiSecret: apiSecret ?? process.env["TIGERCONNECT_API_SECRET"]
    });
  }
  if (apiKey !== void 0 || apiSecret !== void 0) {
    throw new ConfigurationError("credentials", "give either this, or apiKey and apiSecret");
  }
  return credentials;
}
var LOOPBACK = /^(?:(?:.+\.)?localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;
function resolveBaseUrl({ baseUrl: baseUrl2, allowInsecure }) {
  const given = baseUrl2 ?? process.env["TIGERCONNECT_BASE_URL"] ?? OpenAPI.BASE;
  const invalid5 = (message) => new ConfigurationError("baseUrl", `${message}, for example ${OpenAPI.BASE}`);
  if (typeof given !== "string" || !URL.canParse(given)) throw invalid5("must be an absolute URL");
  const url = new URL(given);
  if (url.protocol !== "https:" && url.protocol !== "http:") throw invalid5("must be an https URL");
  if (url.username !== "" || url.password !== "") throw invalid5("must not hold credentials");
  if (url.search !== "" || url.hash !== "") throw invalid5("must have no query and no fragment");
  if (url.protocol === "http:" && allowInsecure !== true && !LOOPBACK.test(url.hostname)) {
    throw invalid5(
      "must use https, because http shows clinical text to the network (allowInsecure permits it)"
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}
function environmentLogger() {
  if (process.env["TIGERCONNECT_LOG"] !== "debug") return void 0;
  const { error: write } = console;
  return { debug: write, info: write, warn: write, error: write };
}
function checkObject(given, what, InvalidError) {
  if (!isObject(given)) throw new InvalidError(what, "must be an object");
}
function resolveOptions(options) {
  checkObject(options, "options", ConfigurationError);
  checkKnown(options, OPTION_NAMES, ConfigurationError);
  check(options, OPTIONS, ConfigurationError);
  for (const name of ["agent", "tls"]) {
    if (options[name] !== void 0 && options.fetch !== void 0) {
      throw new ConfigurationError(
        name,
        "is only for the default fetch; set it on your own instead"
      );
    }
  }
  if (options.agent !== void 0 && options.tls !== void 0) {
    throw new ConfigurationError(
      "tls",
      "is only for the client's own agent; set it on yours instead"
    );
  }
  return {
    ...options,
    credentials: resolveCredentials(options),
    baseUrl: resolveBaseUrl(options),
    timeout: options.timeout ?? 1e4,
    totalTimeout: options.totalTimeout ?? 6e4,
    maxRetries: options.maxRetries ?? 4,
    headers: checkHeaders(options.headers, ConfigurationError),
    logger: options.logger ?? environmentLogger(),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random
  };
}
function checkCallOptions(call, known = CALL_OPTION_NAMES) {
  checkObject(call, "options", InvalidArgumentError);
  checkKnown(call, known, InvalidArgumentError);
  check(call, CALL, InvalidArgumentError);
  checkHeaders(call.headers, InvalidArgumentError);
}
function withCallOptions(client2, call) {
  checkCallOptions(call);
  const { timeout, maxRetries, headers } = call;
  if ((timeout ?? maxRetries ?? headers) === void 0) return client2;
  return {
    ...client2,
    timeout: timeout ?? client2.timeout,
    maxRetries: maxRetries ?? client2.maxRetries,
    headers: { ...client2.headers, ...checkHeaders(headers, InvalidArgumentError) }
  };
}
function overrideOptions(client2, given) {
  checkObject(given, "options", ConfigurationError);
  const changes = Object.entries(given).filter(([, value]) => value !== void 0);
  for (const [name] of changes) {
    if (OPTION_NAMES.includes(name) && !OVERRIDE_NAMES.includes(name)) {
      const problem = "is shared by all clients that withOptions gives; make another client for it";
      throw new ConfigurationError(name, problem);
    }
  }
  const known = Object.fromEntries(changes);
  checkKnown(known, OVERRIDE_NAMES, ConfigurationError);
  check(known, [...OPTIONS, ...CALL], ConfigurationError);
  const headers = { ...client2.headers, ...checkHeaders(known.headers, ConfigurationError) };
  return { ...client2, ...known, headers };
}

// src/messages/send-many.ts
import { setMaxListeners as setMaxListeners2 } from "node:events";
var RULES2 = [
  ["concurrency", isWholeFrom(1), "must be a whole number, 1 or more"],
  ["onOutcome", (value) => typeof value === "function", "must be a function"]
];
function handleRejections(list) {
  for (const item of list) {
    if (item instanceof Promise) item.catch(() => void 0);
  }
}
function openReader(source) {
  if (typeof source === "object" && source !== null) {
    if (Array.isArray(source)) handleRejections(source);
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    if (Symbol.iterator in source) return source[Symbol.iterator]();
  }
  throw new InvalidArgumentError("messages", "must be an iterable or async iterable of messages");
}
var Run = class {
  constructor(reader, task, options) {
    this.reader = reader;
    this.task = task;
    this.options = options;
    setMaxListeners2(0, this.#abort.signal);
  }
  reader;
  task;
  options;
  #settled = [];
  #pulled = 0;
  #active = 0;
  #pulling = false;
  /** Nothing more is sent. */
  #ended = false;
  /** The source has nothing more, and need not be closed. */
  #exhausted = false;
  #failure;
  #wake = () => void 0;
  /** Aborts with the caller's signal, which would warn of a leak if each message listened to it. */
  #abort = new AbortController();
  async *outcomes() {
    const { signal } = this.options;
    const onAbort = () => {
      this.#ended = true;
      this.#abort.abort(signal?.reason);
      this.#wake();
    };
    if (signal?.aborted) onAbort();
    signal?.addEventListener("abort", onAbort);
    try {
      for (; ; ) {
        const outcome = this.#settled.shift();
        if (outcome) yield outcome;
        else if (this.#ended && !this.#active && (!this.#pulling || signal?.aborted)) break;
        else await this.#progress();
      }
      if (this.#failure) throw this.#failure.error;
      if (signal?.aborted) {
        const rest = this.#pulling ? "what the source gives next is not sent" : "no more was read";
        const message = `the run was aborted; it has the outcomes of all ${this.#pulled} messages read, and ${rest}`;
        throw new AbortedError(message, { cause: signal.reason });
      }
    } finally {
      try {
        await this.#leave();
      } finally {
        signal?.removeEventListener("abort", onAbort);
      }
    }
  }
  #progress() {
    return new Promise((resolve2) => {
      this.#wake = resolve2;
      const room = this.#active + this.#settled.length < this.options.concurrency;
      if (room && !this.#pulling && !this.#ended) void this.#pull();
    });
  }
  async #pull() {
    this.#pulling = true;
    try {
      const next = await this.#next();
      if (next) this.#take(await next.value);
      else this.#ended = true;
    } catch (error) {
      this.#ended = true;
      this.#failure = { error };
    }
    this.#pulling = false;
    this.#wake();
  }
  /** @returns undefined at the end of the source */
  async #next() {
    this.#exhausted = true;
    const next = await this.reader.next();
    if (next.done === true) return void 0;
    this.#exhausted = false;
    return next;
  }
  #take(message) {
    const index = this.#pulled++;
    if (!this.#ended) {
      void this.#start(message, index);
      return;
    }
    const cause = this.options.signal?.reason;
    const reason = new AbortedError("the run ended before this message was sent", { cause });
    this.#settle({ index, message, status: "rejected", reason });
  }
  async #start(message, index) {
    this.#active += 1;
    const [outcome] = await Promise.allSettled([this.task(message, this.#abort.signal)]);
    this.#active -= 1;
    this.#settle({ index, message, ...outcome });
  }
  #settle(outcome) {
    this.#settled.push(outcome);
    this.#wake();
    const { onOutcome } = this.options;
    if (onOutcome) guard("onOutcome", () => onOutcome(outcome));
  }
  /** Ends the source and lets what is in flight settle: a message half sent must not be abandoned. */
  async #leave() {
    this.#ended = true;
    while (this.#active > 0) await this.#progress();
    if (this.#exhausted && !this.#pulling) return;
    const closing = Promise.resolve(this.reader.return?.());
    if (!this.#pulling) await closing;
    else closing.catch(() => void 0);
  }
};
function settleAll(source, task, options) {
  check(options, RULES2, InvalidArgumentError);
  return new Run(openReader(source), task, options).outcomes();
}

// src/messages/typing-session.ts
var RENEWAL_MS = 6e3;
async function typingSession(notify, work, clock) {
  const session = new AbortController();
  let timer;
  const renew = () => {
    timer = clock.setTimeout(renew, RENEWAL_MS);
    notify(session.signal).catch(() => void 0);
  };
  renew();
  try {
    return await work();
  } finally {
    clock.clearTimeout(timer);
    session.abort();
  }
}

// src/messages/message-client.ts
var MS_PER_MINUTE = 6e4;
var SEND_MANY_OPTION_NAMES = [...CALL_OPTION_NAMES, "concurrency", "onOutcome"];
var MESSAGE_TOKEN = /^[ -+\--~]+$/;
function messageToken(answer) {
  const { reply } = answer.body ?? {};
  const token = answer.header("TT-X-Message-Id") ?? reply?.message_id;
  return typeof token === "string" && MESSAGE_TOKEN.test(token) ? token : void 0;
}
var MessageClient = class {
  #channel;
  #options;
  constructor(channel, options) {
    this.#channel = channel;
    this.#options = options;
  }
  async send(message, options = {}) {
    return this.#send(message, options, false);
  }
  /** @param own whether the message may have fields of the caller's own */
  async #send(message, options, own) {
    checkMessage(message, own);
    const { requestId = randomUUID3(), to, ttl } = message;
    const recipient = this.#encode(to);
    const formData = messageForm(message);
    const place = this.#options.recipientIn === "body" ? { formData: { ...formData, recipient } } : { formData, recipient };
    const expiresAfter = ttl === void 0 ? void 0 : ttl * MS_PER_MINUTE;
    const request2 = this.#call(options, { requestId, expiresAfter, result: messageToken });
    const messageId = await new MessageService(request2).sendMessage({ ...place, requestId });
    const { attempts: attempts2, duplicate } = request2;
    return { messageId, requestId, attempts: attempts2, duplicate };
  }
  async updateStatus(update, options = {}) {
    if (typeof update !== "object" || update === null) {
      throw new InvalidArgumentError("update", "must be an object with `delivered` or `read`");
    }
    checkKnown(update, ["delivered", "read"], InvalidArgumentError);
    const delivered = checkMessageIds("delivered", update.delivered ?? []);
    const read = checkMessageIds("read", update.read ?? []);
    if (delivered.length + read.length === 0) {
      throw new InvalidArgumentError("update", "must name at least one message token");
    }
    const request2 = this.#call(options);
    await new MessageService(request2).updateMessageStatus({ formData: { delivered, read } });
  }
  async markDelivered(messageIds, options) {
    await this.updateStatus({ delivered: messageIds }, options);
  }
  async markRead(messageIds, options) {
    await this.updateStatus({ read: messageIds }, options);
  }
  async typing(to, options = {}) {
    const recipient = this.#encode(to);
    await new MessageService(this.#call(options)).typingMessage({ recipient });
  }
  sendMany(messages, options = {}) {
    checkCallOptions(options, SEND_MANY_OPTION_NAMES);
    const { concurrency = 8, signal = this.#options.signal, onOutcome, ...call } = options;
    const send = (message, ended) => this.#send(message, { ...call, signal: ended }, true);
    return settleAll(messages, send, { concurrency, signal, onOutcome });
  }
  async withTyping(to, work, options = {}) {
    const recipient = this.#encode(to);
    checkCallOptions(options);
    if (typeof work !== "function") throw new InvalidArgumentError("work", "must be a function");
    const notify = async (ended) => {
      const request2 = this.#call({ ...options, maxRetries: 0, signal: ended });
      await new MessageService(request2).typingMessage({ recipient });
    };
    return typingSession(notify, async () => work(), this.#options.clock);
  }
  #encode(to) {
    if (isAddress(to)) return encodeAddress(to);
    const { defaultCountry } = this.#options;
    return encodeAddress(parseAddress(to, { defaultCountry }));
  }
  #call(options, call = {}) {
    return new RetryingRequest(this.#channel, {
      requestId: call.requestId,
      expiresAfter: call.expiresAfter,
      result: call.result,
      options: withCallOptions(this.#options, options),
      signal: options.signal ?? this.#options.signal
    });
  }
};

// src/retry/budget.ts
var CAPACITY = 500;
var RETRY_COST = 5;
var FIRST_TRY_REFILL = 1;
var RetryBudget = class {
  #tokens = CAPACITY;
  /** Takes the tokens of one retry; false when too few are left, and the retry must not be made. */
  take() {
    if (this.#tokens < RETRY_COST) return false;
    this.#tokens -= RETRY_COST;
    return true;
  }
  /** Gives back tokens for a call that succeeded after so many retries. */
  refund(retries) {
    this.#tokens = Math.min(
      CAPACITY,
      this.#tokens + Math.max(FIRST_TRY_REFILL, retries * RETRY_COST)
    );
  }
};

// src/retry/throttle.ts
var MAX_ATTEMPTS = 64;
var MAX_PAUSE_MS = 15 * 6e4;
var Throttle = class {
  #free = MAX_ATTEMPTS;
  #waiting = /* @__PURE__ */ new Set();
  #pausedUntil = -Infinity;
  /** Takes a slot, which `leave` gives back; false when none is free. */
  tryEnter() {
    if (this.#free === 0) return false;
    this.#free -= 1;
    return true;
  }
  /**
   * Takes a slot when one is free.
   * @returns false when `ms` went by, or the signal aborted, before that
   */
  enter(ms, clock, signal) {
    if (this.tryEnter()) return Promise.resolve(true);
    return new Promise((resolve2) => {
      const end = (entered) => {
        this.#waiting.delete(enter);
        clock.clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp2);
        resolve2(entered);
      };
      const enter = () => {
        end(true);
      };
      const giveUp2 = () => {
        end(false);
      };
      const timer = clock.setTimeout(giveUp2, ms);
      signal?.addEventListener("abort", giveUp2);
      this.#waiting.add(enter);
    });
  }
  /** Gives the slot to whoever waits longest. */
  leave() {
    const [next] = this.#waiting;
    if (next) next();
    else this.#free += 1;
  }
  /** Lets no attempt begin for so many milliseconds. */
  pause(ms, now) {
    this.#pausedUntil = Math.max(this.#pausedUntil, now + Math.min(ms, MAX_PAUSE_MS));
  }
  /** The milliseconds for which no attempt may begin. */
  pauseAt(now) {
    return Math.max(0, this.#pausedUntil - now);
  }
};

// src/telemetry/open-telemetry.ts
var REGISTRY = /* @__PURE__ */ Symbol.for("opentelemetry.js.api.1");
var registry = () => globalThis[REGISTRY] ?? {};
var SPAN = /* @__PURE__ */ Symbol.for("OpenTelemetry Context Key SPAN");
var SUPPRESSED = /* @__PURE__ */ Symbol.for("OpenTelemetry SDK Context Key SUPPRESS_TRACING");
var CLIENT_SPAN = 2;
var STATUS_ERROR = 2;
var SCOPE = "tigerconnect-messages";
var BUCKETS = [5e-3, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
function resultAttributes(outcome) {
  if (outcome?.kind !== "response") return { "error.type": outcome?.reason ?? "configuration" };
  const { status } = outcome;
  const result = { "http.response.status_code": status };
  return status < 400 ? result : { ...result, "error.type": String(status) };
}
var histograms = /* @__PURE__ */ new WeakMap();
function histogramFrom(provider) {
  const known = histograms.get(provider);
  if (known) return known;
  const histogram = provider.getMeter(SCOPE).createHistogram("http.client.request.duration", {
    unit: "s",
    description: "Duration of HTTP client requests.",
    advice: { explicitBucketBoundaries: BUCKETS }
  });
  histograms.set(provider, histogram);
  return histogram;
}
function observedAttempt({ trace, context, propagation, metrics }, name, common, details) {
  const headers = {};
  const started = performance.now();
  const active = context?.active();
  const span = trace?.getTracer(SCOPE).startSpan(name, { kind: CLIENT_SPAN, attributes: { ...common, ...details } }, active);
  const carrying = span && active?.setValue(SPAN, span);
  if (carrying) {
    const set = (carrier, key, value) => {
      carrier[key] = value;
    };
    guard("telemetry", () => propagation?.inject(carrying, headers, { set }));
  }
  return {
    headers,
    context: (carrying ?? active)?.setValue(SUPPRESSED, true),
    end: (outcome) => {
      const result = resultAttributes(outcome);
      guard("telemetry", () => {
        span?.setAttributes(result);
        if (result["error.type"] !== void 0) span?.setStatus({ code: STATUS_ERROR });
        span?.end();
      });
      const seconds = (performance.now() - started) / 1e3;
      guard("telemetry", () => {
        if (metrics) histogramFrom(metrics).record(seconds, { ...common, ...result });
      });
    }
  };
}
function telemetry(baseUrl2) {
  const { hostname, port, protocol } = new URL(baseUrl2);
  const server = {
    "server.address": hostname,
    "server.port": Number(port) || (protocol === "https:" ? 443 : 80)
  };
  return async ({ method, url, query = {} }, retries, run) => {
    const registered = registry();
    const { trace, metrics, context } = registered;
    if (!(trace ?? metrics ?? context)) return run({});
    const names = Object.keys(query).map((name) => `${name}=REDACTED`);
    const common = { ...server, "http.request.method": method };
    const details = {
      "url.template": url,
      "url.full": `${baseUrl2}${url}${names.length > 0 ? "?" : ""}${names.join("&")}`,
      ...retries > 0 ? { "http.request.resend_count": retries } : void 0
    };
    const observed = guard(
      "telemetry",
      () => observedAttempt(registered, `${method} ${url}`, common, details)
    );
    if (!observed) return run({});
    const { headers, end } = observed;
    let running;
    const begin = () => running ??= run(headers);
    if (observed.context) {
      const within = observed.context;
      guard("telemetry", () => {
        context?.with(within, () => void begin());
      });
    }
    let outcome;
    try {
      outcome = await begin();
      return outcome;
    } finally {
      end(outcome);
    }
  };
}

// src/transport/node-fetch.ts
import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import nodeFetch2 from "node-fetch";

// src/transport/connection.ts
import { once } from "node:events";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect as connectTcp, isIP } from "node:net";
import { connect as connectTls } from "node:tls";

// src/transport/proxy.ts
import { getProxyForUrl } from "proxy-from-env";
var wrong = (message) => new ConfigurationError(
  "HTTPS_PROXY",
  `${message}, for example http://user:secret@proxy.example:3128`
);
function decode(value) {
  try {
    return decodeURIComponent(value);
  } catch {
    throw wrong("its user name and password must be percent-encoded (% itself as %25)");
  }
}
function proxyFor(url) {
  const given = getProxyForUrl(url);
  if (given === "") return void 0;
  if (!URL.canParse(given)) throw wrong("must be a URL");
  const { protocol, hostname, port, username, password } = new URL(given);
  if (protocol !== "http:" && protocol !== "https:") throw wrong("must be an http or https URL");
  const secure = protocol === "https:";
  const [user2, secret] = [decode(username), decode(password)];
  return {
    hostname: hostname.replace(/^\[|\]$/g, ""),
    port: Number(port) || (secure ? 443 : 80),
    secure,
    authorization: user2 + secret === "" ? void 0 : basicCredentials(user2, secret)
  };
}

// src/transport/connection.ts
var CONNECT_TIMEOUT_MS = 1e4;
var IDLE_MS = 4e3;
var failure = (code, message) => Object.assign(new Error(message), { code });
var servername = (hostname) => isIP(hostname) === 0 ? hostname : "";
async function tunnel(target, proxy, signal) {
  const { hostname, port, secure, authorization } = proxy;
  const options = {
    ...{ hostname, port, method: "CONNECT", path: target, agent: false, signal },
    headers: {
      Host: target,
      ...authorization === void 0 ? void 0 : { "Proxy-Authorization": authorization }
    }
  };
  const request2 = secure ? httpsRequest({ ...options, servername: servername(hostname) }) : httpRequest(options);
  const connected = once(request2, "connect", { signal });
  request2.on("error", () => void 0).end();
  const [{ statusCode = 0 }, socket, head] = await connected;
  if (statusCode < 200 || statusCode > 299) {
    socket.destroy();
    throw failure(`PROXY_${statusCode}`, `the proxy refused the connection with ${statusCode}`);
  }
  if (head.length > 0) socket.unshift(head);
  return socket;
}
var authority = ({ hostname, port }) => `${isIP(hostname) === 6 ? `[${hostname}]` : hostname}:${port}`;
var proxyTo = (to) => to.secure ? proxyFor(`https://${authority(to)}`) : void 0;
var Connector = class {
  #options;
  #sessions = /* @__PURE__ */ new Map();
  #closing = new AbortController();
  constructor(options = {}) {
    this.#options = options;
  }
  /** Begins a connection without a proxy; the socket fails with `ETIMEDOUT` at the time limit. */
  direct(to) {
    const { limit, ended } = this.#limits();
    const { socket, event } = this.#open(to);
    const end = () => {
      socket.destroy(limit.aborted ? this.#tooLong() : failure("ECONNABORTED", "ended"));
    };
    const settle = () => {
      ended.removeEventListener("abort", end);
    };
    ended.addEventListener("abort", end);
    return socket.once("close", settle).once(event, settle);
  }
  /**
   * Makes a connection, through a proxy where the environment names one.
   * @param signal ends the making of the connection
   * @throws what Node says of the failure; `ETIMEDOUT` at the time limit, `PROXY_407` and the like for a proxy's answer
   */
  async connect(to, signal) {
    const { limit, ended } = this.#limits(signal);
    let under;
    let socket;
    try {
      const proxy = proxyTo(to);
      under = proxy && await tunnel(authority(to), proxy, ended);
      under?.on("error", () => void 0);
      const pending = this.#open(to, under);
      socket = pending.socket;
      under?.once("close", () => pending.socket.destroy());
      await once(socket, pending.event, { signal: ended });
      return socket;
    } catch (error) {
      socket?.on("error", () => void 0).destroy();
      under?.destroy();
      throw limit.aborted ? this.#tooLong() : error;
    }
  }
  /** Ends the connections that are in the making. */
  close() {
    this.#closing.abort();
    this.#closing = new AbortController();
  }
  #limits(signal) {
    const limit = AbortSignal.timeout(this.#options.timeout ?? CONNECT_TIMEOUT_MS);
    const signals = [this.#closing.signal, limit, ...signal ? [signal] : []];
    return { limit, ended: AbortSignal.any(signals) };
  }
  #tooLong() {
    const { timeout = CONNECT_TIMEOUT_MS } = this.#options;
    return failure("ETIMEDOUT", `no connection within ${timeout} ms`);
  }
  #open(to, under) {
    const { hostname: host, port, secure } = to;
    const noDelay = true;
    if (!secure) return { socket: connectTcp({ host, port, noDelay }), event: "connect" };
    const key = authority(to);
    const session = this.#sessions.get(key);
    const socket = connectTls({
      ...{ ALPNProtocols: ["http/1.1"], servername: servername(host) },
      ...session && { session },
      ...this.#options.tls,
      ...under && { socket: under },
      // Beside a socket, too: the certificate must be this host's.
      ...{ host, port }
    });
    socket.setNoDelay(noDelay);
    socket.on("session", (fresh) => this.#sessions.set(key, fresh));
    return { socket, event: "secureConnect" };
  }
};

// src/transport/node-fetch.ts
function overAgent(agent) {
  const fetch = (url, { method, headers, body = null, redirect, signal }) => nodeFetch2(url, { method, headers, body, redirect, signal, agent });
  return { fetch, close: () => void 0 };
}
function nodeFetchTransport(baseUrl2, agent, tls) {
  const { navigator } = globalThis;
  if (navigator?.userAgent === "Cloudflare-Workers") {
    throw new ConfigurationError("fetch", "node-fetch does not work here; give globalThis.fetch");
  }
  if (agent) return overAgent(agent);
  const secure = baseUrl2.startsWith("https:");
  if (secure) proxyFor(baseUrl2);
  const connector = new Connector({ tls });
  const options = { keepAlive: true, timeout: IDLE_MS };
  const own = secure ? new HttpsAgent(options) : new HttpAgent(options);
  let current;
  own.createConnection = ({ host, port }, created) => {
    const waiting = current;
    const to = { hostname: host ?? "localhost", port: Number(port), secure };
    if (!waiting && !proxyTo(to)) return connector.direct(to);
    const done = created;
    waiting?.hooks.onConnecting();
    connector.connect(to, waiting?.signal).then(
      (socket) => {
        waiting?.hooks.onSending();
        done?.(null, socket);
      },
      (error) => done?.(error)
    );
    return void 0;
  };
  const fetch = (url, init) => {
    const { method, headers, body = null, redirect, signal } = init;
    current = init;
    try {
      return nodeFetch2(url, { method, headers, body, redirect, signal, agent: own });
    } finally {
      current = void 0;
    }
  };
  const close2 = () => {
    connector.close();
    own.maxFreeSockets = 0;
    for (const idle of Object.values(own.freeSockets)) idle?.forEach((socket) => socket.destroy());
  };
  return { fetch, close: close2 };
}

// src/version.ts
var VERSION = "0.1.0";
function userAgent(app) {
  const { bun, deno, node } = process.versions;
  const runtime = bun ? `bun ${bun}` : deno ? `deno ${deno}` : `node ${node}`;
  const caller = app === void 0 ? "" : ` ${[app.name, app.version].filter(Boolean).join("/")}`;
  return `tigerconnect-messages/${VERSION} (${runtime})${caller}`;
}

// src/client.ts
var basic = ({ apiKey, apiSecret }) => ({
  Authorization: basicCredentials(apiKey, apiSecret)
});
async function askFor(credentials) {
  try {
    return checkCredentials(await credentials());
  } catch (error) {
    const problem = "the function failed, or returned no usable apiKey and apiSecret";
    throw new ConfigurationError("credentials", problem, { cause: redact(error) });
  }
}
function apiConfig({ appInfo, baseUrl: baseUrl2, credentials }) {
  const who = { "User-Agent": userAgent(appInfo) };
  return {
    ...OpenAPI,
    BASE: baseUrl2,
    HEADERS: typeof credentials === "function" ? async () => ({ ...who, ...basic(await askFor(credentials)) }) : { ...who, ...basic(credentials) }
  };
}
function connect(options) {
  const { agent, baseUrl: baseUrl2, fetch, tls } = options;
  const transport = fetch ? { fetch, close: () => void 0 } : nodeFetchTransport(baseUrl2, agent, tls);
  const channel = {
    config: apiConfig(options),
    fetch: transport.fetch,
    budget: new RetryBudget(),
    throttle: new Throttle(),
    trace: telemetry(baseUrl2)
  };
  return { channel, close: transport.close };
}
var TigerConnect = class _TigerConnect {
  /** Sends messages and sets their state. */
  messages;
  #shared;
  #options;
  #api;
  #withResponse;
  constructor(options = {}, shared) {
    this.#options = shared ? options : resolveOptions(options);
    this.#shared = shared ?? connect(this.#options);
    this.messages = new MessageClient(this.#shared.channel, this.#options);
  }
  /**
   * Every operation of the vendor's document, typed by it, with this client's credentials, limits, safe retries
   * and errors. An operation that takes a `Request-ID` gets one. `messages` is the way for what it has: it knows
   * addresses.
   *
   * @example
   * await tigerconnect.api.message.typingMessage({ recipient: 'nurse@ward.example' });
   */
  get api() {
    return this.#api ??= createApi(this.#shared.channel, this.#options);
  }
  /**
   * The operations of `api`, each resolving to its value with the status and the headers of the answer.
   *
   * @example
   * const { data, status, headers } = await tigerconnect.withResponse.message.typingMessage({
   *   recipient: 'nurse@ward.example',
   * });
   */
  get withResponse() {
    return this.#withResponse ??= createApiWithResponse(this.#shared.channel, this.#options);
  }
  /**
   * This client with other options, over the same connections, throttle and retry budget. It costs nothing to
   * make one for a single call; to close either closes both.
   *
   * @throws ConfigurationError when an option is wrong, or needs a client of its own
   * @example
   * await tigerconnect.withOptions({ timeout: 2_000, signal }).api.message.typingMessage({ recipient });
   */
  withOptions(options) {
    return new _TigerConnect(overrideOptions(this.#options, options), this.#shared);
  }
  /**
   * Closes idle connections now, and busy ones when their answer is read. A process ends without it,
   * and what you gave yourself (`agent`, `fetch`) stays yours to close.
   */
  close() {
    this.#shared.close();
  }
  /** `await using tigerconnect = new TigerConnect()` closes it at the end of the block. */
  [Symbol.asyncDispose]() {
    this.#shared.close();
    return Promise.resolve();
  }
};

// src/outbox/outbox.ts
import { randomUUID as randomUUID5 } from "node:crypto";

// src/outbox/requirements.ts
var LEAST_NODE = [22, 12];
function checkNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = LEAST_NODE;
  if (major > leastMajor || major === leastMajor && minor >= leastMinor) return;
  throw new ConfigurationError(
    "node",
    `the outbox needs Node ${leastMajor}.${leastMinor} or newer, and this is ${version}`
  );
}
async function load(name, load2) {
  try {
    return await load2();
  } catch (cause) {
    const problem = `the outbox needs this package: npm install ${name}`;
    throw new ConfigurationError(name, problem, { cause });
  }
}
var loadPgBoss = () => load("pg-boss", () => import("pg-boss"));
var loadPg = () => load("pg", () => import("pg"));
var loadPglite = () => load("@electric-sql/pglite", () => import("@electric-sql/pglite"));

// src/outbox/database.ts
var fromPg = (client2) => ({
  executeSql: (text2, values) => client2.query(text2, values)
});
var STATEMENT_LIMIT_MS = 15e3;
var PATIENT_LIMIT_MS = 60 * 6e4;
var CONNECT_LIMIT_MS = 1e4;
async function openPostgres(connectionString, connections, onError) {
  const { default: pg } = await loadPg();
  const pool = new pg.Pool({
    connectionString,
    max: connections,
    application_name: "tigerconnect-outbox",
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    query_timeout: STATEMENT_LIMIT_MS,
    keepAlive: true
  });
  pool.on("error", onError);
  const patient = {
    executeSql: (text2, values) => pool.query({
      text: text2,
      query_timeout: PATIENT_LIMIT_MS,
      ...values && { values }
    })
  };
  return {
    backend: "postgres",
    executeSql: (text2, values) => pool.query(text2, values),
    patient,
    transaction: async (work) => {
      const client2 = await pool.connect();
      client2.on("error", onError);
      let broken = false;
      try {
        await client2.query("BEGIN");
        const result = await work(fromPg(client2));
        await client2.query("COMMIT");
        return result;
      } catch (error) {
        await client2.query("ROLLBACK").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client2.removeListener("error", onError);
        client2.release(broken);
      }
    },
    close: () => pool.end()
  };
}

// src/outbox/embedded/pglite.ts
import { AsyncLocalStorage } from "node:async_hooks";

// src/outbox/embedded/folder.ts
import { createHash } from "node:crypto";
import { mkdir, readdir as readdir2, readFile, realpath, rm as rm2, writeFile } from "node:fs/promises";
import path2 from "node:path";

// src/outbox/embedded/folder-in-use-error.ts
var FolderInUseError = class extends TigerConnectError {
  constructor(folder2, holder) {
    const who = holder ? `process ${holder.pid} has it since ${holder.since.toISOString()}` : "another process has it";
    super(`folder: ${who}, and only one outbox at a time can; several processes need PostgreSQL`);
    this.folder = folder2;
    if (holder) Object.assign(this, holder);
  }
  folder;
  name = "FolderInUseError";
  code = "folder_in_use";
};

// src/outbox/embedded/process-lock.ts
import { randomBytes } from "node:crypto";
import { once as once2 } from "node:events";
import { open, readdir, rename, rm } from "node:fs/promises";
import { connect as connect2, createServer } from "node:net";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
var PATIENCE_MS = 1e3;
var PAUSE_MS = 20;
var MAX_FOLDER = 50;
async function listen(address) {
  const server = createServer((visitor) => visitor.destroy());
  try {
    server.listen({ path: address, exclusive: true });
    await once2(server, "listening");
    return server.unref();
  } catch (error) {
    if (error.code === "EADDRINUSE") return void 0;
    throw error;
  }
}
async function close(server) {
  server.close();
  await once2(server, "close");
}
async function isHeld(address) {
  const visitor = connect2(address);
  try {
    await once2(visitor, "connect");
    return true;
  } catch (error) {
    const { code = "" } = error;
    return !["ECONNREFUSED", "ENOENT", "ENOTSOCK"].includes(code);
  } finally {
    visitor.destroy();
  }
}
async function holdAddress(address) {
  const server = await listen(address);
  return server && (() => close(server));
}
async function shortPath(folder2) {
  if (Buffer.byteLength(folder2) <= MAX_FOLDER) return [folder2, void 0];
  if (process.platform !== "linux") {
    throw Object.assign(new Error("the path is too long"), { code: "ENAMETOOLONG" });
  }
  const handle = await open(folder2, "r");
  return [`/proc/self/fd/${handle.fd}`, handle];
}
var toHolder = (file) => {
  const [since = "", pid = ""] = file.split(".").slice(-4);
  return { pid: Number.parseInt(pid, 10), since: new Date(Number.parseInt(since, 36)) };
};
async function holdName(folder2, name) {
  const [base, handle] = await shortPath(folder2);
  try {
    const { own, server } = await appear(base, name);
    const release = async () => {
      await rm(path.join(base, own), { force: true });
      await close(server);
      await handle?.close();
    };
    const holder = await findHolder(base, name, own);
    if (holder === void 0) return release;
    await release();
    return holder;
  } catch (error) {
    await handle?.close();
    throw error;
  }
}
async function appear(base, name) {
  for (; ; ) {
    const since = Date.now().toString(36).padStart(9, "0");
    const own = `${name}.${since}.${process.pid}.${randomBytes(2).toString("hex")}.lock`;
    const before = path.join(base, `${own}.new`);
    const server = await listen(before);
    if (server === void 0) continue;
    try {
      await rename(before, path.join(base, own));
      return { own, server };
    } catch (error) {
      await close(server);
      if (error.code !== "ENOENT") throw error;
    }
  }
}
async function findHolder(base, name, own) {
  const deadline = performance.now() + PATIENCE_MS;
  for (; ; ) {
    const files = (await readdir(base)).filter(
      (file) => file.startsWith(`${name}.`) && /\.lock(?:\.new)?$/.test(file) && file !== own
    );
    const alive = [];
    for (const file of files.sort()) {
      if (!await isHeld(path.join(base, file))) await rm(path.join(base, file), { force: true });
      else if (file.endsWith(".lock")) alive.push(file);
    }
    const [first] = alive;
    if (first === void 0) return void 0;
    if (first < own || performance.now() > deadline) return toHolder(first);
    await sleep(PAUSE_MS);
  }
}

// src/outbox/embedded/folder.ts
async function hold(folder2) {
  if (process.platform !== "win32") return holdName(folder2, "outbox");
  const digest = createHash("sha256").update(folder2.toLowerCase()).digest("hex").slice(0, 24);
  return holdAddress(`\\\\?\\pipe\\tigerconnect-outbox-${digest}`);
}
var COMPLETE = "complete";
var UNFINISHED = "unfinished";
async function isComplete(folder2, mark) {
  try {
    return await readFile(mark, "utf8") === COMPLETE;
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
    const others = (await readdir2(folder2)).filter((name) => !/\.lock(?:\.new)?$/.test(name));
    if (others.length === 0) return false;
    throw new ConfigurationError("folder", "holds other files; give it one of its own");
  }
}
async function holdFolder(folder2) {
  let release;
  try {
    await mkdir(folder2, { recursive: true, mode: 448 });
    const real = await realpath(folder2);
    const held = await hold(real);
    if (typeof held !== "function") throw new FolderInUseError(folder2, held);
    release = held;
    const database = path2.join(real, "database");
    const mark = path2.join(real, "state");
    if (await isComplete(real, mark))
      return { database, release, complete: () => Promise.resolve() };
    await writeFile(mark, UNFINISHED);
    await rm2(database, { recursive: true, force: true });
    return { database, release, complete: () => writeFile(mark, COMPLETE) };
  } catch (error) {
    await release?.();
    const { code, syscall } = error;
    if (syscall === void 0 && code !== "ENAMETOOLONG") throw error;
    const problem = `cannot be used (${code ?? "unknown"})`;
    throw new ConfigurationError("folder", problem, { cause: error });
  }
}

// src/outbox/embedded/maintenance.ts
var EVERY_MS = 6e4;
var ENOUGH = 1024 * 1024;
var Maintenance = class {
  constructor(db, onError) {
    this.db = db;
    this.onError = onError;
    this.#running = this.#position().then((position) => {
      this.#from = position;
    }, onError);
    this.#timer = setInterval(() => {
      this.#running = this.#run(ENOUGH);
    }, EVERY_MS).unref();
  }
  db;
  onError;
  #timer;
  #from = 0;
  #running;
  /** Does it once more, if anything was written. */
  async end() {
    clearInterval(this.#timer);
    await this.#running;
    await this.#run(1);
  }
  async #run(enough) {
    try {
      if (await this.#position() - this.#from < enough) return;
      await this.db.executeSql("VACUUM ANALYZE");
      await this.db.executeSql("CHECKPOINT");
      this.#from = await this.#position();
    } catch (error) {
      this.onError(error);
    }
  }
  /** How far the log has come, in bytes. */
  async #position() {
    const { rows } = await this.db.executeSql(
      `SELECT (pg_current_wal_lsn() - '0/0')::float8 AS position`
    );
    return rows[0]?.position ?? 0;
  }
};

// src/outbox/embedded/pglite.ts
var onSession = (session) => ({
  executeSql: async (text2, values) => {
    if (values !== void 0 && values.length > 0) return session.query(text2, values);
    const results = await session.exec(text2);
    return { rows: results.flatMap(({ rows }) => rows) };
  }
});
var EmbeddedDatabase = class {
  constructor(pglite, release, onError) {
    this.pglite = pglite;
    this.release = release;
    this.#session = onSession(pglite);
    this.#maintenance = new Maintenance(this, onError);
  }
  pglite;
  release;
  backend = "pglite";
  patient = this;
  #session;
  #maintenance;
  /** Whether the code that runs is that of a transaction. */
  #inTransaction = new AsyncLocalStorage();
  #last = Promise.resolve();
  executeSql(text2, values) {
    return this.#inTurn(async () => {
      try {
        return await this.#session.executeSql(text2, values);
      } catch (error) {
        await this.pglite.exec("ROLLBACK").catch(() => void 0);
        throw error;
      }
    });
  }
  transaction(work) {
    return this.#inTurn(
      () => this.pglite.transaction(async (transaction) => {
        const state = { open: true };
        try {
          return await this.#inTransaction.run(state, () => work(onSession(transaction)));
        } finally {
          state.open = false;
        }
      })
    );
  }
  async close() {
    await this.#maintenance.end();
    await this.#inTurn(() => this.pglite.close());
    await this.release();
  }
  async #inTurn(work) {
    if (this.#inTransaction.getStore()?.open) {
      throw new InvalidArgumentError(
        "db",
        "is needed in a transaction: the embedded database has one connection, which the transaction has"
      );
    }
    const result = this.#last.then(work);
    this.#last = result.catch(() => void 0);
    return result;
  }
};
async function openEmbedded(folder2, onError) {
  const { PGlite } = await loadPglite();
  const { database, release, complete } = await holdFolder(folder2);
  try {
    const startParams = [
      ...PGlite.defaultStartParams,
      ...["max_wal_size=64MB", "min_wal_size=32MB"].flatMap((setting) => ["-c", setting])
    ];
    const pglite = await PGlite.create({ dataDir: database, startParams });
    await complete();
    return new EmbeddedDatabase(pglite, release, onError);
  } catch (error) {
    await release();
    throw error;
  }
}

// src/outbox/outbox-error.ts
var CODE2 = /^[A-Z0-9_]{2,64}$/;
function databaseErrorCode(error) {
  const { code, name } = error ?? {};
  if (typeof code === "string" && CODE2.test(code)) return code;
  return typeof name === "string" && /^[A-Za-z]{1,64}$/.test(name) ? name : "unknown";
}
var OutboxError = class extends TigerConnectError {
  constructor(during, databaseCode) {
    super(`${during}: the database failed (${databaseCode})`, {
      delivery: "unknown",
      cause: Object.assign(new Error(databaseCode), { code: databaseCode })
    });
    this.during = during;
    this.databaseCode = databaseCode;
  }
  during;
  databaseCode;
  name = "OutboxError";
  code = "outbox";
};
async function withOutboxError(during, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TigerConnectError) throw error;
    throw new OutboxError(during, databaseErrorCode(error));
  }
}

// src/outbox/store/expressions.ts
var toMs = (expression) => `(EXTRACT(EPOCH FROM ${expression}) * 1000)::float8`;
var fromNow = (ms) => `clock_timestamp() + ${ms} * interval '1 millisecond'`;
var createFunction = (signature, returns, body) => `CREATE OR REPLACE FUNCTION ${signature} RETURNS ${returns} LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
  AS $body$
  #variable_conflict use_column
  ${body}
  $body$`;
var insertTickets = (schema, source) => `INSERT INTO ${schema}.job (id, name, data, start_after, policy, retry_limit, retry_delay, retry_backoff,
    retry_delay_max, expire_seconds, deletion_seconds, keep_until, dead_letter, heartbeat_seconds)
  SELECT s.ticket, 'outbox', CASE WHEN s.ordering_key IS NULL
      THEN jsonb_build_object('requestId', s.request_id)
      ELSE jsonb_build_object('requestId', s.request_id, 'key', s.ordering_key) END,
    s.start_after, q.policy, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max,
    q.expire_seconds, q.deletion_seconds, s.start_after + q.retention_seconds * interval '1 second',
    q.dead_letter, q.heartbeat_seconds
  FROM ${source} s LEFT JOIN ${schema}.queue q ON q.name = 'outbox'`;
var deleteTickets = (schema, source) => `DELETE FROM ${schema}.job j USING ${source}
  WHERE j.name = 'outbox' AND j.id = t.id AND j.retry_count = t."retryCount" AND j.state::text = 'active'`;

// src/outbox/store/insert.ts
var insertFunction = (schema) => createFunction(
  `${schema}.outbox_insert(messages text)`,
  "SETOF uuid",
  `BEGIN
    RETURN QUERY WITH added AS (
      INSERT INTO ${schema}.outbox_message
        (request_id, payload, encrypted, ordering_key, lifetime_ms, expires_at, ticket)
      SELECT "requestId", payload, encrypted, "orderingKey", lifetime, ${fromNow("lifetime")},
        gen_random_uuid()
      FROM json_to_recordset(messages::json) AS m
        ("requestId" uuid, payload text, encrypted boolean, "orderingKey" text, lifetime float8)
      ON CONFLICT (request_id) DO NOTHING
      RETURNING request_id, ordering_key, ticket, now() AS start_after
    ), tickets AS (${insertTickets(schema, "added")})
    SELECT request_id FROM added;
    END`
);
async function insertMessages(executor, schema, messages) {
  const { rows } = await executor.executeSql(
    `SELECT id::text FROM ${schema}.outbox_insert($1::text) AS id`,
    [JSON.stringify(messages)]
  );
  return new Set(rows.map(({ id }) => id));
}

// src/outbox/message-status.ts
var MESSAGE_STATES = [
  "queued",
  "sending",
  "sent",
  "failed",
  "expired",
  "uncertain",
  "cancelled"
];

// src/outbox/store/order.ts
var headOf = (schema, key) => `SELECT h.request_id FROM ${schema}.outbox_message h
  WHERE h.ordering_key = ${key} AND h.state IN ('queued', 'sending')
  ORDER BY h.state DESC, h.position LIMIT 1`;
var lockKeys = (keys) => `PERFORM pg_advisory_xact_lock(k.lock) FROM (
    SELECT DISTINCT hashtextextended(k.key, 0) AS lock FROM (${keys}) k WHERE k.key IS NOT NULL ORDER BY 1
  ) k`;
var finishFunction = (schema) => {
  const used = `json_to_recordset(tickets::json) AS t (id uuid, "retryCount" integer, "orderingKey" text)`;
  return createFunction(
    `${schema}.outbox_finish(tickets text)`,
    "void",
    `BEGIN
    ${lockKeys(`SELECT t."orderingKey" AS key FROM ${used}`)};
    WITH next AS (
      UPDATE ${schema}.outbox_message m SET ticket = gen_random_uuid()
      FROM (SELECT DISTINCT t."orderingKey" AS key FROM ${used} WHERE t."orderingKey" IS NOT NULL) k
        CROSS JOIN LATERAL (${headOf(schema, "k.key")}) h
      WHERE m.request_id = h.request_id AND m.state = 'queued' AND m.ticket IS NULL
      RETURNING m.request_id, m.ordering_key, m.ticket, now() AS start_after
    )
    ${insertTickets(schema, "next")};
    ${deleteTickets(schema, used)};
    END`
  );
};
async function finishTickets(executor, schema, tickets) {
  await executor.executeSql(`SELECT ${schema}.outbox_finish($1::text)`, [JSON.stringify(tickets)]);
}

// src/outbox/store/claim.ts
var COLUMNS = {
  id: "m.request_id::text",
  claim: "m.claim::text",
  payload: "m.payload",
  encrypted: "m.encrypted",
  attempts: "m.attempts",
  unknownSince: toMs("NULLIF(m.unknown_since, began)"),
  replayedAt: toMs("m.replayed_at"),
  enqueuedAt: toMs("m.enqueued_at"),
  expiresAt: toMs("m.expires_at"),
  now: toMs("clock_timestamp()")
};
var claimFunction = (schema) => {
  const wanted = `json_to_recordset(claims::json) AS c (id uuid, claim uuid, ticket uuid, "orderingKey" text)`;
  const isFirst = `m.ordering_key IS NULL OR m.request_id = (${headOf(schema, "m.ordering_key")})`;
  return createFunction(
    `${schema}.outbox_claim(claims text)`,
    `TABLE (id text, claim text, payload text, encrypted boolean, attempts integer,
      "unknownSince" float8, "replayedAt" float8, "enqueuedAt" float8, "expiresAt" float8, now float8)`,
    `DECLARE
      taken integer;
      began timestamptz := clock_timestamp();
    BEGIN
    ${lockKeys(`SELECT c."orderingKey" AS key FROM ${wanted}`)};
    RETURN QUERY UPDATE ${schema}.outbox_message m
    SET state = 'sending', claim = c.claim, ticket = c.ticket, attempts = m.attempts + 1,
      unknown_since = COALESCE(m.unknown_since, began)
    FROM (SELECT * FROM ${wanted} ORDER BY c.id) c
    WHERE m.request_id = c.id AND m.state IN ('queued', 'sending') AND (${isFirst})
    RETURNING ${Object.values(COLUMNS).join(", ")};
    GET DIAGNOSTICS taken = ROW_COUNT;
    IF taken < json_array_length(claims::json) THEN
      UPDATE ${schema}.outbox_message m SET ticket = NULL
      FROM ${wanted}
      WHERE m.request_id = c.id AND m.state = 'queued' AND m.ordering_key IS NOT NULL;
    END IF;
    END`
  );
};
async function claimMessages(executor, schema, claims) {
  const { rows } = await executor.executeSql(`SELECT * FROM ${schema}.outbox_claim($1::text)`, [
    JSON.stringify(claims)
  ]);
  return rows.map((row) => ({
    ...row,
    unknownSince: row.unknownSince ?? void 0,
    replayedAt: row.replayedAt ?? void 0
  }));
}

// src/outbox/store/manage.ts
var BATCH = 1e3;
var replayFunction = (schema) => createFunction(
  `${schema}.outbox_replay(ids text)`,
  "SETOF uuid",
  `BEGIN
    RETURN QUERY WITH replayed AS (
      UPDATE ${schema}.outbox_message
      SET state = 'queued', settled_at = NULL, reason = NULL, replayed_at = clock_timestamp(),
        expires_at = ${fromNow("lifetime_ms")}, position = DEFAULT, ticket = gen_random_uuid()
      WHERE request_id IN (SELECT value::uuid FROM json_array_elements_text(ids::json))
        AND state IN ('failed', 'expired', 'uncertain')
      RETURNING request_id, ordering_key, ticket, now() AS start_after
    ), tickets AS (${insertTickets(schema, "replayed")})
    SELECT request_id FROM replayed;
    END`
);
async function replayMessages(executor, schema, requestIds) {
  const { rows } = await executor.executeSql(
    `SELECT id::text FROM ${schema}.outbox_replay($1::text) AS id`,
    [JSON.stringify(requestIds)]
  );
  return rows.map(({ id }) => id);
}
async function cancelMessages(executor, schema, requestIds) {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_message
    SET state = 'cancelled', settled_at = clock_timestamp(), payload = NULL, ordering_key = NULL
    WHERE request_id IN (SELECT value::uuid FROM json_array_elements_text($1::text::json))
      AND state IN ('queued', 'failed', 'expired', 'uncertain')
    RETURNING request_id::text AS id`,
    [JSON.stringify(requestIds)]
  );
  return rows.map(({ id }) => id);
}
async function expireMessages(executor, schema) {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_message
    SET settled_at = clock_timestamp(), reason = 'expired',
      state = CASE WHEN unknown_since IS NULL THEN 'expired' ELSE 'uncertain' END
    WHERE state = 'queued' AND request_id IN (
      SELECT request_id FROM ${schema}.outbox_message
      WHERE state = 'queued' AND expires_at <= clock_timestamp()
      ORDER BY expires_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING request_id::text AS id, state, attempts,
      (EXTRACT(EPOCH FROM clock_timestamp() - enqueued_at) * 1000)::float8 AS age`
  );
  return rows;
}
async function purgeMessages(executor, schema, keep) {
  const { rows } = await executor.executeSql(
    `DELETE FROM ${schema}.outbox_message
    WHERE request_id IN (
      SELECT request_id FROM ${schema}.outbox_message
      WHERE state IN ('sent', 'cancelled')
        AND settled_at < clock_timestamp() - $1::float8 * interval '1 millisecond'
      LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
    RETURNING 1`,
    [keep]
  );
  return rows.length;
}

// src/outbox/store/restore.ts
var SLICE = 5e3;
var START = { state: "", position: "0" };
var restoreFunction = (schema) => createFunction(
  `${schema}.outbox_restore(after_state text, after_position bigint)`,
  'TABLE (state text, "position" text, seen integer, count integer)',
  `BEGIN
    RETURN QUERY WITH slice AS (
      SELECT m.request_id, m.state, m.position, m.ticket, m.ordering_key
      FROM ${schema}.outbox_message m
      WHERE m.state IN ('queued', 'sending') AND (m.state, m.position) > (after_state, after_position)
      ORDER BY m.state, m.position LIMIT ${SLICE}
    ), lost AS (
      SELECT m.request_id FROM slice s
        JOIN ${schema}.outbox_message m ON m.request_id = s.request_id
      WHERE m.state = s.state AND m.ticket IS NOT DISTINCT FROM s.ticket
        AND CASE WHEN s.ticket IS NULL
          THEN s.state = 'sending' OR s.request_id = (${headOf(schema, "s.ordering_key")})
          ELSE NOT EXISTS (SELECT 1 FROM ${schema}.job j
            WHERE j.name = 'outbox' AND j.id = s.ticket AND j.state < 'completed') END
      ORDER BY m.request_id
      FOR UPDATE OF m SKIP LOCKED
    ), given AS (
      UPDATE ${schema}.outbox_message m SET ticket = gen_random_uuid()
      FROM lost WHERE m.request_id = lost.request_id
      RETURNING m.request_id, m.ordering_key, m.ticket, CASE m.state
        WHEN 'sending' THEN now() + interval '1 minute' ELSE now() END AS start_after
    ), tickets AS (${insertTickets(schema, "given")})
    SELECT s.state, s.position::text, (SELECT count(*)::integer FROM slice),
      (SELECT count(*)::integer FROM given)
    FROM slice s ORDER BY s.state DESC, s.position DESC LIMIT 1;
    END`
);
async function restoreTickets(executor, schema, { state, position }) {
  const { rows } = await executor.executeSql(
    `SELECT * FROM ${schema}.outbox_restore($1::text, $2::bigint)`,
    [state, position]
  );
  const [row] = rows;
  if (row === void 0) return { next: void 0, count: 0 };
  const next = { state: row.state, position: row.position };
  return { next: row.seen < SLICE ? void 0 : next, count: row.count };
}

// src/outbox/store/settle.ts
var settleFunction = (schema) => createFunction(
  `${schema}.outbox_settle(results text)`,
  "SETOF uuid",
  `BEGIN
    RETURN QUERY WITH r AS (
      SELECT * FROM json_to_recordset(results::json) AS r (id uuid, claim uuid, state text,
        unknown boolean, begun boolean, "messageId" text, duplicate boolean, reason text,
        "errorCode" text, "errorStatus" integer, ticket json)
    ), written AS (
      UPDATE ${schema}.outbox_message m
      SET state = r.state, claim = NULL,
        payload = CASE WHEN r.state = 'sent' THEN NULL ELSE m.payload END,
        ordering_key = CASE WHEN r.state = 'sent' THEN NULL ELSE m.ordering_key END,
        attempts = m.attempts - CASE WHEN r.begun THEN 0 ELSE 1 END,
        unknown_since = CASE WHEN r.unknown THEN m.unknown_since END,
        settled_at = CASE WHEN r.state = 'queued' THEN NULL ELSE clock_timestamp() END,
        message_id = r."messageId", duplicate = r.duplicate, reason = r.reason,
        error_code = CASE WHEN r.begun THEN r."errorCode" ELSE m.error_code END,
        error_status = CASE WHEN r.begun THEN r."errorStatus" ELSE m.error_status END
      FROM r
      WHERE m.request_id = r.id AND m.state <> 'sent'
        AND (r.state = 'sent' OR (m.state = 'sending' AND m.claim = r.claim))
      RETURNING m.request_id
    ), finished AS (
      ${deleteTickets(
    schema,
    `(SELECT (ticket ->> 'id')::uuid AS id, (ticket ->> 'retryCount')::integer AS "retryCount"
        FROM r WHERE ticket IS NOT NULL) t`
  )}
    )
    SELECT request_id FROM written;
    END`
);
async function settleAttempts(executor, schema, settlements) {
  const { rows } = await executor.executeSql(
    `SELECT id::text FROM ${schema}.outbox_settle($1::text) AS id`,
    [JSON.stringify(settlements)]
  );
  return new Set(rows.map(({ id }) => id));
}

// src/outbox/store/schema.ts
var VERSION2 = 1;
var statements = (schema) => [
  // Even where it exists, IF NOT EXISTS asks for the right to create one.
  `DO $do$ BEGIN
    IF to_regnamespace('${schema}') IS NULL THEN CREATE SCHEMA ${schema}; END IF;
  END $do$`,
  // One row: what all workers share.
  `CREATE TABLE IF NOT EXISTS ${schema}.outbox_control (
    id boolean PRIMARY KEY DEFAULT true CHECK (id),
    version integer NOT NULL,
    next_slot timestamptz NOT NULL DEFAULT 'epoch',
    paused_until timestamptz NOT NULL DEFAULT 'epoch'
  )`,
  `INSERT INTO ${schema}.outbox_control (version) VALUES (${VERSION2}) ON CONFLICT DO NOTHING`,
  `CREATE TABLE IF NOT EXISTS ${schema}.outbox_message (
    request_id uuid PRIMARY KEY,
    position bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    -- The job of pg-boss; NULL while it waits behind another of its order.
    ticket uuid,
    state text NOT NULL DEFAULT 'queued'
      CHECK (state IN (${MESSAGE_STATES.map((state) => `'${state}'`).join(", ")})),
    payload text,
    encrypted boolean NOT NULL,
    ordering_key text,
    lifetime_ms float8 NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    claim uuid,
    message_id text,
    duplicate boolean,
    reason text,
    error_code text,
    error_status integer,
    enqueued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL,
    unknown_since timestamptz,
    replayed_at timestamptz,
    settled_at timestamptz
  )`,
  `CREATE INDEX IF NOT EXISTS outbox_message_state
    ON ${schema}.outbox_message (state, position)`,
  `CREATE INDEX IF NOT EXISTS outbox_message_due
    ON ${schema}.outbox_message (expires_at) WHERE state = 'queued'`,
  `CREATE INDEX IF NOT EXISTS outbox_message_done
    ON ${schema}.outbox_message (settled_at) WHERE state IN ('sent', 'cancelled')`,
  `CREATE INDEX IF NOT EXISTS outbox_message_order
    ON ${schema}.outbox_message (ordering_key, state DESC, position)
    WHERE ordering_key IS NOT NULL AND state IN ('queued', 'sending')`,
  insertFunction(schema),
  claimFunction(schema),
  settleFunction(schema),
  finishFunction(schema),
  restoreFunction(schema),
  replayFunction(schema)
];
async function tableExists(executor, schema) {
  const { rows } = await executor.executeSql("SELECT to_regclass($1)::text AS name", [
    `${schema}.outbox_control`
  ]);
  return rows[0]?.name != null;
}
async function checkVersion(executor, schema) {
  const { rows } = await executor.executeSql(`SELECT version FROM ${schema}.outbox_control`);
  const version = rows[0]?.version;
  if (version === VERSION2) return;
  const problem = `holds tables of version ${version ?? 0}, and this package knows version ${VERSION2}`;
  throw new ConfigurationError("schema", problem);
}
async function createTables(executor, schema) {
  if (!await tableExists(executor, schema)) {
    await executor.executeSql(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [
      `tigerconnect-outbox.${schema}`
    ]);
    for (const statement of statements(schema)) await executor.executeSql(statement);
  }
  await checkVersion(executor, schema);
}
async function checkTables(executor, schema) {
  if (!await tableExists(executor, schema)) {
    throw new ConfigurationError(
      "schema",
      `${schema} has no outbox; start once with migrate: true`
    );
  }
  await checkVersion(executor, schema);
}

// src/outbox/tickets.ts
var QUEUE = "outbox";
var RETENTION_SECONDS = 10 * 365 * 24 * 3600;
var RETRY_LIMIT = 1e6;
var HOLD_SECONDS = 3600;
var Tickets = class _Tickets {
  constructor(boss, db) {
    this.boss = boss;
    this.db = db;
  }
  boss;
  db;
  static async open(database, options) {
    const { schema, heartbeat, maxRetryDelay, migrate, onError } = options;
    const { PgBoss } = await loadPgBoss();
    const superviseIntervalSeconds = Math.max(1, Math.floor(heartbeat / 2));
    const boss = new PgBoss({
      db: database.patient,
      backend: database.backend,
      schema,
      // It stands by now, and asking for it takes the right to create one.
      createSchema: false,
      migrate,
      schedule: false,
      superviseIntervalSeconds,
      monitorIntervalSeconds: superviseIntervalSeconds
    });
    boss.on("error", onError);
    await boss.start();
    const queue = {
      retryLimit: RETRY_LIMIT,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: maxRetryDelay,
      heartbeatSeconds: heartbeat,
      expireInSeconds: HOLD_SECONDS,
      retentionSeconds: RETENTION_SECONDS
    };
    if (migrate) {
      await boss.createQueue(QUEUE, queue);
      await boss.updateQueue(QUEUE, queue);
    }
    const tickets = new _Tickets(boss, database);
    if (database.backend === "pglite") await tickets.#takeBack(schema);
    return tickets;
  }
  /** Gives back what a process before this one held, which is over: nobody else has the database. */
  async #takeBack(schema) {
    const { rows } = await this.db.executeSql(
      `SELECT id::text FROM ${schema}.job WHERE name = $1 AND state = 'active'`,
      [QUEUE]
    );
    const ids = rows.map(({ id }) => id);
    if (ids.length > 0) await this.boss.fail(QUEUE, ids, null, { db: this.db });
  }
  async fetch(count) {
    const jobs = await this.boss.fetch(QUEUE, {
      batchSize: count,
      db: this.db
    });
    return jobs.map(({ id, retryCount, data }) => ({
      id,
      retryCount,
      requestId: String(data?.requestId).toLowerCase(),
      ...typeof data?.key === "string" && { orderingKey: data.key }
    }));
  }
  /** Says that this worker lives. */
  async touch(tickets) {
    if (tickets.length > 0) await this.boss.touch(QUEUE, attempts(tickets), { db: this.db });
  }
  /** Gives tickets back, for another attempt after a while. */
  async retry(tickets) {
    if (tickets.length > 0) await this.boss.fail(QUEUE, attempts(tickets), null, { db: this.db });
  }
  async close() {
    await this.boss.stop({ close: false, graceful: false });
  }
};
var attempts = (tickets) => tickets.map(({ id, retryCount }) => ({ id, retryCount }));

// src/outbox/connection.ts
var BATCH2 = 1e3;
async function connect3(options, onEvent) {
  const { place, schema, migrate, heartbeat, maxRetryDelay } = options;
  const onError = (error) => {
    onEvent({ type: "error", during: "connection", code: databaseErrorCode(error) });
  };
  const database = "folder" in place ? await openEmbedded(place.folder, onError) : await openPostgres(place.connectionString, place.connections, onError);
  try {
    await database.transaction(
      (executor) => migrate ? createTables(executor, schema) : checkTables(executor, schema)
    );
    const queue = { schema, heartbeat, maxRetryDelay, migrate, onError };
    return { database, tickets: await Tickets.open(database, queue), schema };
  } catch (error) {
    await database.close();
    throw error;
  }
}
async function insert({ database, schema }, messages, executor) {
  const work = async (transaction) => {
    const inserted = /* @__PURE__ */ new Set();
    for (let start = 0; start < messages.length; start += BATCH2) {
      const batch = messages.slice(start, start + BATCH2);
      for (const id of await insertMessages(transaction, schema, batch)) inserted.add(id);
    }
    return inserted;
  };
  if (executor !== void 0) return work(executor);
  return messages.length <= BATCH2 ? work(database) : database.transaction(work);
}
async function disconnect({ database, tickets }) {
  await tickets.close();
  await database.close();
}

// src/outbox/options.ts
var MINUTE_MS = 6e4;
var DAY_MS = 24 * 60 * MINUTE_MS;
var isText2 = (value) => typeof value === "string" && value !== "";
var isFunction2 = (value) => typeof value === "function";
var isNumber = (least, most = Infinity) => (value) => typeof value === "number" && value >= least && value <= most && Number.isFinite(value);
var isRate = (value) => {
  const { perSecond } = value ?? {};
  return isNumber(1e-3, 1e4)(perSecond);
};
var isClient = (value) => {
  const { messages } = value ?? {};
  return isFunction2(messages?.send);
};
var RULES3 = [
  ["connectionString", isText2, "must be the address of a database, postgres://\u2026"],
  ["folder", isText2, "must be the path of a folder"],
  ["client", isClient, "must be a TigerConnect client"],
  ["rate", isRate, "must be { perSecond }, a number from 0.001 to 10,000"],
  ["resendWithin", isNumber(0), "must be a number of minutes, 0 or more"],
  ["retention", isNumber(1 / 1440, 365), "must be a number of days, 365 at most"],
  ["keepDone", isNumber(0), "must be a number of days, 0 or more"],
  ["orderingSecret", isText2, "must be text"],
  ["encrypt", isFunction2, "must be a function"],
  ["decrypt", isFunction2, "must be a function"],
  ["onEvent", isFunction2, "must be a function"],
  [
    "schema",
    (value) => typeof value === "string" && /^[a-z_][a-z0-9_]{0,49}$/.test(value),
    "must be a name in lower case, of letters, digits and _, 50 characters at most"
  ],
  ["migrate", (value) => typeof value === "boolean", "must be true or false"],
  ["connections", isWholeFrom(2), "must be a whole number, 2 or more"],
  [
    "heartbeat",
    (value) => isWholeFrom(10)(value) && value <= 40,
    "must be a whole number of seconds, from 10 to 40"
  ],
  ["maxRetryDelay", isWholeFrom(1), "must be a whole number of seconds, 1 or more"]
];
function placeOf({ connectionString, folder: folder2, connections = 10 }) {
  if (folder2 !== void 0 && connectionString !== void 0) {
    throw new ConfigurationError("folder", "either this or connectionString, not both");
  }
  if (folder2 !== void 0) return { folder: folder2 };
  if (connectionString !== void 0) return { connectionString, connections };
  throw new ConfigurationError(
    "connectionString",
    "is missing; give it, or the folder of an embedded database"
  );
}
function resolveOptions2(options) {
  if (typeof options !== "object" || options === null) {
    throw new ConfigurationError("options", "must be an object");
  }
  checkKnown(
    options,
    RULES3.map(([field]) => field),
    ConfigurationError
  );
  check(options, RULES3, ConfigurationError);
  const { rate, resendWithin = 60, retention = 14, keepDone = 30 } = options;
  return {
    place: placeOf(options),
    sender: options.client?.messages,
    interval: rate && 1e3 / rate.perSecond,
    resendWithin: resendWithin * MINUTE_MS,
    retention: retention * DAY_MS,
    keepDone: keepDone * DAY_MS,
    orderingSecret: options.orderingSecret,
    encrypt: options.encrypt,
    decrypt: options.decrypt,
    onEvent: options.onEvent,
    schema: options.schema ?? "tigerconnect_outbox",
    migrate: options.migrate ?? true,
    heartbeat: options.heartbeat ?? 20,
    maxRetryDelay: options.maxRetryDelay ?? 60
  };
}

// src/outbox/payload.ts
import { createHmac } from "node:crypto";
var MAX_PAYLOAD = 1024 * 1024;
function encodePayload(message, requestId) {
  checkMessage(message, false);
  if (message.data !== void 0) serialiseData(message.data);
  const payload = JSON.stringify({ ...message, to: recipientOf(message), requestId });
  if (payload.length <= MAX_PAYLOAD) return payload;
  throw new InvalidArgumentError("message", `must not be longer than ${MAX_PAYLOAD} characters`);
}
function recipientOf({ to }) {
  return encodeAddress(isAddress(to) ? to : parseAddress(to));
}
var decodePayload = (payload) => JSON.parse(payload);
var recipientKey = (message, secret) => createHmac("sha256", secret).update(recipientOf(message)).digest("base64url");

// src/outbox/store/read.ts
var COLUMNS2 = `request_id::text AS "requestId", state, attempts, message_id AS "messageId", duplicate,
  reason, error_code AS "errorCode", error_status AS "errorStatus",
  ${toMs("enqueued_at")} AS "enqueuedAt", ${toMs("expires_at")} AS "expiresAt",
  ${toMs("unknown_since")} AS "unknownSince", ${toMs("settled_at")} AS "settledAt"`;
var toStatus = (row) => ({
  requestId: row.requestId,
  state: row.state,
  attempts: row.attempts,
  enqueuedAt: new Date(row.enqueuedAt),
  expiresAt: new Date(row.expiresAt),
  ...row.unknownSince !== null && { unknownSince: new Date(row.unknownSince) },
  ...row.settledAt !== null && { settledAt: new Date(row.settledAt) },
  ...row.messageId !== null && { messageId: row.messageId },
  ...row.duplicate !== null && { duplicate: row.duplicate },
  ...row.reason !== null && { reason: row.reason },
  ...row.errorCode !== null && {
    lastError: {
      code: row.errorCode,
      ...row.errorStatus !== null && { status: row.errorStatus }
    }
  }
});
async function readStatus(executor, schema, requestId) {
  const { rows } = await executor.executeSql(
    `SELECT ${COLUMNS2} FROM ${schema}.outbox_message WHERE request_id = $1::uuid`,
    [requestId]
  );
  return rows.map(toStatus)[0];
}
async function readPage(executor, schema, { state, limit, after }) {
  const { rows } = await executor.executeSql(
    `SELECT ${COLUMNS2} FROM ${schema}.outbox_message
    WHERE state = $1 AND position > COALESCE((
      SELECT position FROM ${schema}.outbox_message WHERE request_id = $2::uuid), 0)
    ORDER BY position
    LIMIT $3::integer`,
    [state, after ?? null, limit]
  );
  return rows.map(toStatus);
}
async function readCounts(executor, schema) {
  const { rows } = await executor.executeSql(
    `SELECT state, count(*)::float8 AS count FROM ${schema}.outbox_message GROUP BY state`
  );
  const found = new Map(
    rows.map((row) => [row.state, row.count])
  );
  return Object.fromEntries(
    MESSAGE_STATES.map((state) => [state, found.get(state) ?? 0])
  );
}

// src/outbox/store/control.ts
async function reserveSlots(executor, schema, count, interval) {
  const { rows } = await executor.executeSql(
    `UPDATE ${schema}.outbox_control
    SET next_slot = GREATEST(next_slot, paused_until, clock_timestamp())
      + $1::float8 * interval '1 millisecond'
    RETURNING ${toMs("next_slot")} - ${toMs("clock_timestamp()")} AS ms`,
    [count * interval]
  );
  const [row] = rows;
  return Math.max(0, (row?.ms ?? 0) - count * interval);
}
async function pauseWorkers(executor, schema, ms) {
  await executor.executeSql(
    `UPDATE ${schema}.outbox_control SET paused_until = GREATEST(paused_until, ${fromNow("$1::float8")})`,
    [ms]
  );
}
async function readPause(executor, schema) {
  const { rows } = await executor.executeSql(
    `SELECT ${toMs("paused_until")} - ${toMs("clock_timestamp()")} AS ms
    FROM ${schema}.outbox_control`
  );
  const [row] = rows;
  return Math.max(0, row?.ms ?? 0);
}

// src/outbox/decisions.ts
var PAUSE_MS2 = 1e3;
var MAX_PAUSE_MS2 = 15 * 6e4;
var STOPPING = /* @__PURE__ */ new Set(["authentication", "permission", "configuration"]);
var UNSENDABLE = /* @__PURE__ */ new Set(["invalid_argument", "invalid_address"]);
var PASSING = /* @__PURE__ */ new Set([401, 403, 407, 408, 409, 425, 429]);
function isRefusal({ code, status }) {
  if (UNSENDABLE.has(code)) return true;
  return status !== void 0 && status >= 400 && status <= 451 && !PASSING.has(status);
}
var giveUp = (reason, isUnknown) => ({
  state: isUnknown ? "uncertain" : reason === "refused" ? "failed" : reason,
  reason
});
function beforeAttempt({ expiresAt, unknownSince, replayedAt }, now, resendWithin) {
  if (now >= expiresAt) return giveUp("expired", unknownSince !== void 0);
  if (unknownSince === void 0) return void 0;
  const since = Math.max(unknownSince, replayedAt ?? unknownSince);
  return now - since > resendWithin ? { state: "uncertain", reason: "resend-window" } : void 0;
}
function afterFailure(failure2, facts) {
  const unknown = failure2.delivery === "unknown" || facts.unknownSince !== void 0;
  if (isRefusal(failure2)) return giveUp("refused", unknown);
  const asked = failure2.retryAfter ?? (failure2.status === 429 ? PAUSE_MS2 : void 0);
  const pause = asked === void 0 ? void 0 : Math.min(asked, MAX_PAUSE_MS2);
  return { state: "queued", unknown, pause, stop: STOPPING.has(failure2.code) };
}

// src/outbox/failure.ts
var CODE3 = /^[a-z][a-z0-9_]{0,63}$/;
function serverWait({ retryAfter: ms, headers }, now) {
  if (typeof ms === "number") return ms;
  return retryAfter(headers?.["retry-after"] ?? null, headers?.["date"] ?? null, now);
}
function toAttemptFailure(error, now) {
  const thrown = typeof error === "object" && error !== null ? error : {};
  const { code, status, delivery } = thrown;
  const isKnown = typeof code === "string" && CODE3.test(code);
  return {
    code: isKnown ? code : "unexpected",
    status: Number.isInteger(status) ? status : void 0,
    // Only who speaks of delivery can prove anything.
    delivery: isKnown && delivery === "not-sent" ? "not-sent" : "unknown",
    retryAfter: serverWait(thrown, now)
  };
}

// src/outbox/worker/attempt.ts
var notBegun = ({ unknownSince }) => ({
  state: "queued",
  unknown: unknownSince !== void 0,
  begun: false
});
var Attempt = class {
  constructor(options) {
    this.options = options;
  }
  options;
  /**
   * @param due when it may go out, by the monotonic clock; undefined when that is not known, and so not now
   * @param ended gives it back while it waits for its turn
   */
  async make(message, ticket, due, ended) {
    const { settlements, clock } = this.options;
    const claimed = clock.monotonic();
    const outcome = this.#givenUp(message, message.now) ?? (due !== void 0 && await this.#hasTurn(due, ended) ? await this.#outcome(message, claimed) : notBegun(message));
    const { id, claim } = message;
    const isWritten = await settlements.write({ ticket, result: { id, claim, ...outcome } });
    if (isWritten) this.#report(message, outcome, message.now + clock.monotonic() - claimed);
  }
  #givenUp(message, now) {
    const end = beforeAttempt(message, now, this.options.resendWithin);
    return end && { ...end, unknown: message.unknownSince !== void 0, begun: false };
  }
  /** @returns false also when the database does not say */
  async #hasTurn(due, ended) {
    return this.options.turns.take(due, ended).catch(() => false);
  }
  async #outcome(message, claimed) {
    const { sender, decode: decode2, clock, abandon, onPause, onStop } = this.options;
    const end = this.#givenUp(message, message.now + clock.monotonic() - claimed);
    if (end) return end;
    let content;
    try {
      content = await decode2(message);
    } catch {
      return this.#failed(message, { code: "decrypt", delivery: "not-sent" });
    }
    try {
      const { messageId, duplicate } = await sender.send(content, {
        maxRetries: 0,
        signal: abandon
      });
      const unknown = message.unknownSince !== void 0;
      return { state: "sent", unknown, begun: true, messageId, duplicate };
    } catch (error) {
      const failure2 = toAttemptFailure(error, clock.now());
      const outcome = this.#failed(message, failure2);
      const follows = afterFailure(failure2, message);
      if (follows.state === "queued") {
        if (follows.pause !== void 0) await onPause(follows.pause);
        if (follows.stop) onStop(error, failure2.code);
      }
      return outcome;
    }
  }
  #failed(message, failure2) {
    const follows = afterFailure(failure2, message);
    const unknown = failure2.delivery === "unknown" || message.unknownSince !== void 0;
    return {
      state: follows.state,
      unknown,
      begun: true,
      ...follows.state !== "queued" && { reason: follows.reason },
      errorCode: failure2.code,
      errorStatus: failure2.status
    };
  }
  #report({ id, attempts: attempts2, enqueuedAt }, outcome, now) {
    const { state, begun, reason, errorCode, errorStatus, duplicate } = outcome;
    if (state === "queued" && !begun) return;
    this.options.onEvent({
      type: state === "queued" ? "retry" : state,
      requestId: id,
      attempts: begun ? attempts2 : attempts2 - 1,
      age: Math.max(0, Math.round(now - enqueuedAt)),
      ...errorCode !== void 0 && { code: errorCode },
      ...errorStatus !== void 0 && { status: errorStatus },
      ...reason !== void 0 && { reason },
      ...duplicate !== void 0 && { duplicate }
    });
  }
};

// src/outbox/worker/every.ts
function every(ms, clock, act) {
  const again = () => {
    timer = clock.setTimeout(() => {
      again();
      act();
    }, ms);
  };
  let timer;
  again();
  return () => {
    clock.clearTimeout(timer);
  };
}

// src/outbox/worker/settlements.ts
var RETRY_MS = 500;
var Settlements = class {
  /** @param ended gives up what cannot be written: others repeat it with the same key */
  constructor(store, clock, ended, onError) {
    this.store = store;
    this.clock = clock;
    this.ended = ended;
    this.onError = onError;
  }
  store;
  clock;
  ended;
  onError;
  #waiting = [];
  #writing = false;
  /** @returns whether it was written; false when another worker has taken the message since, or writing was given up */
  write(settlement) {
    return new Promise((done) => {
      this.#waiting.push({ ...settlement, done });
      if (this.#writing) return;
      this.#writing = true;
      setImmediate(() => void this.#writeAll());
    });
  }
  async #writeAll() {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      const written = await this.#untilDone(batch);
      for (const { result, done } of batch) done(written.has(result.id));
    }
    this.#writing = false;
  }
  async #untilDone(batch) {
    const written = /* @__PURE__ */ new Set();
    for (; ; ) {
      try {
        await this.#writeBatch(batch, written);
        return written;
      } catch (error) {
        this.onError(error);
        if (this.ended.aborted) return written;
        await wait(RETRY_MS, this.clock, this.ended);
      }
    }
  }
  /** The message first: a ticket that is left over is harmless, a message without one would wait for ever. */
  async #writeBatch(batch, written) {
    const { store } = this;
    const isOver = ({ result, ticket }) => result.state !== "queued" && ticket.orderingKey === void 0;
    const settlements = batch.map((each) => ({
      ...each.result,
      ...isOver(each) && { ticket: each.ticket }
    }));
    for (const id of await store.settle(settlements)) written.add(id);
    const rest = batch.filter((each) => !isOver(each));
    const ticketsOf = (again) => rest.filter(({ result }) => result.state === "queued" === again).map(({ ticket }) => ticket);
    await store.finish(ticketsOf(false));
    await store.retry(ticketsOf(true));
  }
};

// src/outbox/worker/turns.ts
var LATE_MS = 50;
var TRIES = 3;
var Turns = class {
  /** @param interval milliseconds between two messages of all workers; undefined for no rate */
  constructor(shared, interval, clock) {
    this.shared = shared;
    this.interval = interval;
    this.clock = clock;
  }
  shared;
  interval;
  clock;
  #pausedUntil = -Infinity;
  /** Milliseconds for which nothing may go out, as far as this worker knows. */
  pauseLeft() {
    return Math.max(0, this.#pausedUntil - this.clock.monotonic());
  }
  /** Learns of a pause that another worker was asked for. */
  async refresh() {
    this.pauseFor(await this.shared.pause());
  }
  pauseFor(ms) {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.clock.monotonic() + ms);
  }
  /** @returns when each of so many messages may go out, by the monotonic clock */
  async reserve(count) {
    const { interval } = this;
    const asked = this.clock.monotonic();
    if (interval === void 0) return Array.from({ length: count }, () => asked);
    const first = await this.shared.reserve(count, interval);
    const answered = this.clock.monotonic();
    return Array.from({ length: count }, (_, index) => answered + first + index * interval);
  }
  /**
   * Waits until a message may go out.
   * @param due its time, as reserved
   * @returns false when the signal aborted before that
   */
  async take(due, signal) {
    let time = due;
    for (let tries = 0; ; tries += 1) {
      for (; ; ) {
        if (signal.aborted) return false;
        const left = Math.max(time, this.#pausedUntil) - this.clock.monotonic();
        if (left <= 0) break;
        await wait(left, this.clock, signal);
      }
      const late = this.clock.monotonic() - time;
      if (this.interval === void 0 || late <= LATE_MS || tries >= TRIES) return true;
      [time = time] = await this.reserve(1);
    }
  }
};

// src/outbox/worker/worker.ts
import { randomUUID as randomUUID4 } from "node:crypto";
var POLL_MS = 500;
var GATHER_MS = 5;
var RETRY_MS2 = 1e3;
var REFRESH_MS = 1e3;
var WorkerLoop = class {
  constructor(options) {
    this.options = options;
  }
  options;
  #ended = new AbortController();
  /** Tickets in hand, by the message they are for. */
  #held = /* @__PURE__ */ new Map();
  #running = /* @__PURE__ */ new Set();
  #wake = new AbortController();
  /** Begins to end: takes no more, and gives back what waits for its turn. */
  end() {
    this.#ended.abort();
    this.#wake.abort();
  }
  /** Works until it is ended, and what is in flight has settled. */
  async run() {
    const { clock, heartbeat, queue, turns, onError } = this.options;
    const refresh = () => turns.refresh().catch((error) => {
      onError("pause", error);
    });
    const touch = () => queue.touch([...this.#held.values()]).catch((error) => {
      onError("heartbeat", error);
    });
    const stops = [
      every(heartbeat * 1e3 / 3, clock, () => void touch()),
      every(REFRESH_MS, clock, () => void refresh())
    ];
    try {
      await refresh();
      while (!this.#ended.signal.aborted) await this.#pass();
      await Promise.all(this.#running);
    } finally {
      for (const stop of stops) stop();
    }
  }
  async #pass() {
    const { concurrency, turns, onError } = this.options;
    const pause = turns.pauseLeft();
    if (pause > 0) return this.#sleep(pause);
    if (this.#held.size >= concurrency) return this.#sleep(Infinity);
    if (this.#held.size > concurrency / 2)
      await wait(GATHER_MS, this.options.clock, this.#ended.signal);
    const free = concurrency - this.#held.size;
    try {
      const taken = await this.#take(free);
      if (taken < free) await this.#sleep(POLL_MS);
    } catch (error) {
      onError("work", error);
      await this.#sleep(RETRY_MS2);
    }
  }
  /** Waits, until a place is free or there may be something to take. */
  async #sleep(ms) {
    await wait(Math.min(ms, 6e4), this.options.clock, this.#wake.signal);
    if (!this.#ended.signal.aborted) this.#wake = new AbortController();
  }
  /** @returns how many tickets there were */
  async #take(count) {
    const tickets = await this.options.queue.fetch(count);
    if (tickets.length > 0) await this.#start(tickets);
    return tickets.length;
  }
  async #start(tickets) {
    const { queue, turns } = this.options;
    const byMessage = /* @__PURE__ */ new Map();
    const second = [];
    const unknown = [];
    for (const ticket of tickets) {
      const { requestId } = ticket;
      if (!isUuid(requestId)) unknown.push(ticket);
      else if (byMessage.has(requestId) || this.#held.has(requestId)) second.push(ticket);
      else byMessage.set(requestId, ticket);
    }
    await queue.retry(second);
    await queue.finish(unknown);
    const messages = await this.#claim(byMessage);
    for (const message of messages) this.#held.set(message.id, ticketFor(byMessage, message));
    await this.#finishRest(byMessage, messages);
    const dues = await turns.reserve(messages.length).catch((error) => {
      this.options.onError("rate", error);
      return [];
    });
    for (const [index, message] of messages.entries()) this.#run(message, dues[index]);
  }
  async #claim(byMessage) {
    const { queue } = this.options;
    try {
      return await queue.claim(
        [...byMessage].map(([id, { id: ticket, orderingKey }]) => ({
          id,
          claim: randomUUID4(),
          ticket,
          orderingKey
        }))
      );
    } catch (error) {
      await queue.retry([...byMessage.values()]).catch(() => void 0);
      throw error;
    }
  }
  async #finishRest(byMessage, messages) {
    const claimed = new Set(messages.map(({ id }) => id));
    const rest = [...byMessage].filter(([id]) => !claimed.has(id)).map(([, ticket]) => ticket);
    await this.options.queue.finish(rest).catch((error) => {
      this.options.onError("work", error);
    });
  }
  #run(message, due) {
    const ticket = this.#held.get(message.id);
    if (ticket === void 0) return;
    const running = this.options.attempt.make(message, ticket, due, this.#ended.signal).catch((error) => {
      this.options.onError("work", error);
    }).then(() => {
      this.#held.delete(message.id);
      this.#running.delete(running);
      if (!this.#wake.signal.aborted) this.#wake.abort();
    });
    this.#running.add(running);
  }
};
var ticketFor = (byMessage, { id }) => {
  const ticket = byMessage.get(id);
  if (ticket === void 0) throw new Error("a message was claimed that nobody asked for");
  return ticket;
};

// src/outbox/worker/start-worker.ts
var SWEEP_MS = 3e4;
function startWorker({ database, tickets, schema }, options, sender, concurrency, onEvent, clock = systemClock) {
  const { decrypt, heartbeat, interval, keepDone, resendWithin } = options;
  const abandon = new AbortController();
  let failure2;
  const onError = (during, error) => {
    onEvent({ type: "error", during, code: databaseErrorCode(error) });
  };
  const turns = new Turns(
    {
      reserve: (count, ms) => reserveSlots(database, schema, count, ms),
      pause: () => readPause(database, schema)
    },
    interval,
    clock
  );
  const store = {
    settle: (results) => settleAttempts(database, schema, results),
    finish: async (used) => {
      if (used.length > 0) await finishTickets(database, schema, used);
    },
    retry: tickets.retry.bind(tickets)
  };
  const settlements = new Settlements(store, clock, abandon.signal, (error) => {
    onError("settle", error);
  });
  const attempt2 = new Attempt({
    sender,
    decode: async ({ payload, encrypted }) => decodePayload(encrypted ? await decrypted(payload, decrypt) : payload),
    turns,
    settlements,
    resendWithin,
    clock,
    abandon: abandon.signal,
    onEvent,
    onPause: async (ms) => {
      turns.pauseFor(ms);
      await pauseWorkers(database, schema, ms).catch((error) => {
        onError("pause", error);
      });
      onEvent({ type: "pause", duration: ms });
    },
    onStop: (error, code) => {
      failure2 ??= { error, code };
      loop.end();
    }
  });
  const loop = new WorkerLoop({
    concurrency,
    heartbeat,
    queue: {
      ...store,
      fetch: tickets.fetch.bind(tickets),
      touch: tickets.touch.bind(tickets),
      claim: (claims) => claimMessages(database, schema, claims)
    },
    turns,
    settlements,
    attempt: attempt2,
    clock,
    onError
  });
  let place = START;
  const restore = async () => {
    for (; ; ) {
      const { next, count } = await restoreTickets(database, schema, place);
      place = next ?? START;
      if (count === 0 || next === void 0) return;
    }
  };
  const sweep = async () => {
    try {
      for (const { id: requestId, state, attempts: attempts2, age } of await expireMessages(database, schema))
        onEvent({ type: state, requestId, attempts: attempts2, age, reason: "expired" });
      await purgeMessages(database, schema, keepDone);
      await restore();
    } catch (error) {
      onError("sweep", error);
    }
  };
  const stopSweeping = every(SWEEP_MS, clock, () => void sweep());
  void sweep();
  const finished = loop.run().then(() => {
    stopSweeping();
    onEvent({ type: "stop", ...failure2 && { code: failure2.code } });
    if (failure2) throw failure2.error;
  });
  finished.catch(() => void 0);
  return {
    finished,
    stop: async ({ timeout = 3e4 } = {}) => {
      loop.end();
      const timer = clock.setTimeout(() => {
        abandon.abort();
      }, timeout);
      await finished.catch(() => void 0);
      clock.clearTimeout(timer);
    }
  };
}
async function decrypted(payload, decrypt) {
  if (decrypt === void 0)
    throw new Error("the message is encrypted, and `decrypt` was not given");
  return decrypt(payload);
}

// src/outbox/outbox.ts
var Outbox = class {
  #options;
  #workers = /* @__PURE__ */ new Set();
  #connection;
  constructor(options) {
    this.#options = resolveOptions2(options);
    checkNode();
  }
  /**
   * Connects, and makes the tables that are not there.
   * @throws ConfigurationError when a package is not installed, or the tables are of another version
   * @throws FolderInUseError when another process has the folder of the embedded database
   * @throws OutboxError when the database cannot be reached
   */
  async start() {
    if (this.#connection === void 0) {
      this.#connection = await withOutboxError("start", () => connect3(this.#options, this.#tell));
    }
    return this;
  }
  async enqueue(message, options = {}) {
    const connection = this.#connected();
    checkKnown(options, ["db", "ordered"], InvalidArgumentError);
    const isOrder = (value) => value === "recipient";
    check(options, [["ordered", isOrder, "must be 'recipient'"]], InvalidArgumentError);
    const isMany = Array.isArray(message);
    const given = isMany ? message : [message];
    const rows = await Promise.all(given.map((each) => this.#row(each, options)));
    const added = await withOutboxError("enqueue", () => insert(connection, rows, options.db));
    const enqueued = rows.map(({ requestId }) => ({
      requestId,
      // The second of two with one key is one too many as well.
      duplicate: !added.delete(requestId.toLowerCase())
    }));
    return isMany ? enqueued : enqueued[0];
  }
  async #row(message, { ordered }) {
    const { encrypt, orderingSecret, retention } = this.#options;
    const requestId = message?.requestId ?? randomUUID5();
    const payload = encodePayload(message, requestId);
    if (ordered !== void 0 && orderingSecret === void 0) {
      throw new ConfigurationError("orderingSecret", "is needed for ordered: 'recipient'");
    }
    return {
      requestId,
      payload: encrypt ? await encrypt(payload) : payload,
      encrypted: encrypt !== void 0,
      lifetime: Math.min(retention, message.ttl === void 0 ? Infinity : message.ttl * 6e4),
      ...ordered && orderingSecret && { orderingKey: recipientKey(message, orderingSecret) }
    };
  }
  /**
   * A transaction of the outbox's own database, for data that is kept there as well: it commits what the work does with
   * `db`, or none of it when the work throws. In an embedded database nothing else happens meanwhile.
   *
   * @example
   * await outbox.transaction(async (db) => {
   *   await db.executeSql('INSERT INTO result (bed, potassium) VALUES ($1, $2)', [12, 6.8]);
   *   await outbox.enqueue(message, { db });
   * });
   */
  async transaction(work) {
    return this.#connected().database.transaction(work);
  }
  /**
   * Sends what is enqueued, until the worker is stopped. Any number of workers can do so, on any number of machines.
   * @throws ConfigurationError when the outbox has no client
   */
  work(options = {}) {
    return new Promise((resolve2) => {
      const connection = this.#connected();
      checkKnown(options, ["concurrency"], InvalidArgumentError);
      const rule = ["concurrency", isWholeFrom(1), "must be a whole number, 1 or more"];
      check(options, [rule], InvalidArgumentError);
      const { sender } = this.#options;
      if (sender === void 0) {
        throw new ConfigurationError("client", "work needs one: createOutbox({ client, \u2026 })");
      }
      const { concurrency = 8 } = options;
      const worker2 = startWorker(connection, this.#options, sender, concurrency, this.#tell);
      this.#workers.add(worker2);
      const forget = () => {
        this.#workers.delete(worker2);
      };
      worker2.finished.then(forget, forget);
      resolve2(worker2);
    });
  }
  /** What is known of a message; undefined when the outbox does not know it, or no longer. */
  async status(requestId) {
    const { database, schema } = this.#connected();
    checkRequestIds([requestId]);
    return withOutboxError("status", () => readStatus(database, schema, requestId));
  }
  /** Messages in a state, oldest first. */
  async list({ state, limit = 100, after }) {
    const { database, schema } = this.#connected();
    if (!MESSAGE_STATES.includes(state)) {
      throw new InvalidArgumentError("state", `must be one of ${MESSAGE_STATES.join(", ")}`);
    }
    if (!isWholeFrom(1)(limit)) throw new InvalidArgumentError("limit", "must be 1 or more");
    if (after !== void 0) checkRequestIds([after]);
    return withOutboxError("list", () => readPage(database, schema, { state, limit, after }));
  }
  /** How many messages are in each state. */
  async counts() {
    const { database, schema } = this.#connected();
    return withOutboxError("counts", () => readCounts(database, schema));
  }
  /**
   * Sends messages once more that are `failed`, `expired` or `uncertain`, with the same key and a new `ttl`.
   * @returns the `requestId` of those that wait again; the others are in no such state
   */
  async replay(requestIds) {
    const { database, schema } = this.#connected();
    checkRequestIds(requestIds);
    return withOutboxError("replay", () => replayMessages(database, schema, requestIds));
  }
  /**
   * Takes messages out for good, and erases recipient and text: what waits, and what is `failed`, `expired` or `uncertain`.
   * @returns the `requestId` of those that were taken out; the others are sent, or a worker has them
   */
  async cancel(requestIds) {
    const { database, schema } = this.#connected();
    checkRequestIds(requestIds);
    return withOutboxError("cancel", () => cancelMessages(database, schema, requestIds));
  }
  /** Stops its workers, each when what it has in flight has settled, and closes the connections. */
  async stop() {
    await Promise.all([...this.#workers].map((worker2) => worker2.stop()));
    const connection = this.#connection;
    this.#connection = void 0;
    if (connection) await withOutboxError("stop", () => disconnect(connection));
  }
  /** `await using outbox = await createOutbox(…).start()` stops it at the end of the block. */
  [Symbol.asyncDispose]() {
    return this.stop();
  }
  #tell = (event) => {
    const { onEvent } = this.#options;
    if (onEvent) guard("onEvent", () => onEvent(event));
  };
  #connected() {
    if (this.#connection) return this.#connection;
    throw new InvalidArgumentError("outbox", "is not started: await outbox.start() first");
  }
};
function checkRequestIds(requestIds) {
  if (Array.isArray(requestIds) && requestIds.every(isUuid)) return;
  throw new InvalidArgumentError("requestId", "must be a UUID, as enqueue returns it");
}
var createOutbox = (options) => new Outbox(options);

// test/outbox/embedded/program.ts
var [mode = "", folder = "", baseUrl = ""] = process.argv.slice(2);
var print = (text2) => void writeSync(1, `${text2}
`);
var client = new TigerConnect({ baseUrl, apiKey: "key", apiSecret: "secret", timeout: 2e3 });
var outbox = createOutbox({ folder, client, maxRetryDelay: 1, heartbeat: 40 });
print("starting");
await outbox.start();
print("started");
var worker = mode === "enqueue" ? void 0 : await outbox.work();
while (mode === "enqueue" || mode === "both") {
  const messages = Array.from({ length: 1 + Math.floor(Math.random() * 5) }, () => ({
    requestId: randomUUID6(),
    to: "nurse@ward.example",
    body: "Bed 12: potassium 6.8"
  }));
  await outbox.enqueue(messages);
  print(messages.map(({ requestId }) => requestId).join(" "));
  if (mode === "both") await sleep2(20);
}
for (; ; ) {
  const counts = await outbox.counts();
  if (mode === "drain" && counts.queued + counts.sending === 0) {
    await worker?.stop();
    await outbox.stop();
    print(JSON.stringify(counts));
    break;
  }
  await sleep2(100);
}
