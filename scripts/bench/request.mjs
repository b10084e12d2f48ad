// The request that every peer makes and the server expects: a message, as the API accepts it.
import { Agent } from 'node:http';

export const CONCURRENCY = 64;
export const RECIPIENT = 'nurse@ward.example';
export const FIELDS = { body: 'Bed 12: potassium 6.8', dor: 'true', ttl: '60' };
export const CREDENTIALS = { apiKey: 'key', apiSecret: 'secret' };
export const AUTHORIZATION = `Basic ${Buffer.from('key:secret').toString('base64')}`;

/** The path and query of the request, encoded for every call, as every client does. */
export const path = () => `/message/?recipient=${encodeURIComponent(RECIPIENT)}`;

export const form = () => new URLSearchParams(FIELDS).toString();

/** @param {string} requestId */
export const headers = (requestId) => ({
  Accept: 'application/json',
  Authorization: AUTHORIZATION,
  'Content-Type': 'application/x-www-form-urlencoded',
  'Request-ID': requestId,
});

/** The agent of all peers that use `node:http`, with the settings of the package's own. */
export const keepAliveAgent = () =>
  new Agent({ keepAlive: true, maxSockets: CONCURRENCY, timeout: 4_000 });

/** The token in the server's answer, by which a call recognises an answer to another one. */
export const messageIdFor = (/** @type {string} */ requestId) => `message-${requestId}`;
