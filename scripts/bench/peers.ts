// The clients that are measured, in the order of the table. Each is a file in peers/.

/** A client that makes the request of request.mjs. */
export interface Peer {
  /** Its file. */
  name: string;
  /** Its name in the table. */
  title: string;
  /** It can send forms only as multipart. */
  multipart?: boolean;
  /** The goals are about it, or compare with it. */
  goal?: boolean;
}

export const FLOOR = 'node-http';

/** The package with its default transport and with undici. */
export const OURS: readonly Peer[] = [
  { name: 'ours', title: 'tigerconnect-messages', goal: true },
  { name: 'ours-undici', title: 'tigerconnect-messages, undiciFetch()', goal: true },
];

export const PEERS: readonly Peer[] = [
  { name: FLOOR, title: 'node:http, keep-alive', goal: true },
  { name: 'undici', title: 'undici.request' },
  { name: 'node-fetch', title: 'node-fetch, same agent', goal: true },
  ...OURS,
  { name: 'axios', title: 'axios' },
  { name: 'fetch', title: 'fetch of Node' },
  { name: 'got', title: 'got' },
  { name: 'ky', title: 'ky' },
  { name: 'openapi-fetch', title: 'openapi-fetch' },
  { name: 'hey-api', title: 'hey-api, generated' },
  { name: 'stock', title: 'openapi-typescript-codegen, stock', multipart: true },
];
