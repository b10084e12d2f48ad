/**
 * The third-party code of the sandbox, in one place: the build bundles this module, so that nobody who
 * installs the client installs these packages.
 */
export { Hono } from 'hono';
export type { Context } from 'hono';
export { createAdaptorServer, type HttpBindings } from '@hono/node-server';
export { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
export { OpenAPIValidator } from 'openapi-backend';
export { default as ajvFormats } from 'ajv-formats';
