/**
 * The third-party code of the sandbox. The build bundles this module, so that installing the client
 * installs none of these packages.
 */
export { Hono } from 'hono';
export type { Context } from 'hono';
export { secureHeaders } from 'hono/secure-headers';
export { auth as readBasicCredentials } from 'hono/utils/basic-auth';
export { createAdaptorServer, type HttpBindings } from '@hono/node-server';
export { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
export { Ajv, type ValidateFunction } from 'ajv';
export { default as ajvFormats } from 'ajv-formats';
export { parseMultipart } from '@remix-run/multipart-parser';
export { sample } from 'openapi-sampler';
