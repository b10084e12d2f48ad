/** The API's document as it might grow: groups, which the sandbox has no behaviour for. */
import { readFileSync } from 'node:fs';

interface Document {
  paths: Record<string, object>;
  components: Record<string, object>;
}

const today = JSON.parse(readFileSync('spec/openapi.json', 'utf8')) as Document;

const TOKEN = { in: 'path', name: 'group_token', required: true, schema: { type: 'string' } };
const GROUP = { $ref: '#/components/schemas/Group' };
const json = (schema: object): object => ({ 'application/json': { schema } });
const list = (name: string, items: object, more: object = {}): object => ({
  in: 'query',
  name,
  schema: { type: 'array', items },
  ...more,
});

const PATHS = {
  '/group/': {
    get: {
      operationId: 'findGroups',
      parameters: [
        list('member', { type: 'string' }),
        list('size', { type: 'integer', minimum: 1 }, { explode: false }),
        list(
          'kind',
          { type: 'string', enum: ['ward', 'team'] },
          { style: 'pipeDelimited', explode: false },
        ),
        {
          in: 'query',
          name: 'limit',
          schema: { type: 'integer', minimum: 0, exclusiveMinimum: true },
        },
      ],
      responses: {
        200: { description: 'Groups', content: json({ type: 'array', items: GROUP }) },
      },
    },
    post: {
      operationId: 'createGroup',
      requestBody: { required: true, content: json(GROUP) },
      responses: {
        400: { description: 'Refused' },
        201: {
          description: 'Created',
          headers: {
            Location: { required: true, schema: { type: 'string', example: '/v2/group/g1/' } },
            'Content-Length': { schema: { type: 'integer', example: 7 } },
          },
          content: json(GROUP),
        },
      },
    },
  },
  // A name where others have a token: it comes before them.
  '/group/search/': {
    get: {
      operationId: 'searchGroups',
      responses: {
        '2XX': { description: 'Found', content: { 'text/plain': { example: 'none' } } },
      },
    },
  },
  '/group/{group_token}/': {
    parameters: [TOKEN],
    get: {
      operationId: 'getGroup',
      parameters: [{ ...TOKEN, schema: { type: 'string', pattern: '^[a-z0-9]+$' } }],
      responses: { 200: { description: 'The group', content: json(GROUP) } },
    },
    delete: {
      operationId: 'deleteGroup',
      responses: {
        204: {
          description: 'Gone',
          headers: { 'TT-X-Deleted': { required: true, schema: { type: 'integer', minimum: 3 } } },
        },
      },
    },
    head: {
      operationId: 'probeGroup',
      responses: { 200: { description: 'x', content: json(GROUP) } },
    },
  },
  '/group/{group_token}/picture/': {
    parameters: [TOKEN],
    put: {
      operationId: 'setPicture',
      requestBody: {
        content: {
          'multipart/form-data': {
            schema: {
              type: 'object',
              required: ['picture'],
              properties: {
                picture: { type: 'string', format: 'binary' },
                width: { type: 'integer' },
              },
            },
          },
        },
      },
      responses: { default: { description: 'Done' } },
    },
  },
  '/ping/': {
    get: {
      operationId: 'ping',
      security: [],
      responses: { 200: { description: 'Up', content: { 'text/plain': { example: 'pong' } } } },
    },
  },
  '/broken/': {
    post: {
      operationId: 'breakDown',
      requestBody: { content: json({ $ref: '#/components/schemas/Gone' }) },
      responses: { 200: { description: 'Never' } },
    },
  },
};

const SCHEMAS = {
  Group: {
    type: 'object',
    required: ['name', 'token'],
    properties: {
      token: { type: 'string', readOnly: true, example: 'g1' },
      name: { type: 'string', minLength: 3 },
      kind: { type: 'string', enum: ['ward', 'team'] },
      size: { type: 'integer', nullable: true },
      created_on: { type: 'string', format: 'date-time' },
      // In a circle.
      groups: { type: 'array', items: { $ref: '#/components/schemas/Group' } },
    },
  },
};

export const GROWN_DOCUMENT: object = {
  ...today,
  paths: { ...today.paths, ...PATHS },
  components: { ...today.components, schemas: SCHEMAS },
};
