import { securitySchemes } from '../../../scripts/pipeline/stages/rules/security-schemes.js';
import { describeRule } from './rule-cases.js';

describeRule(securitySchemes, [
  {
    title: 'completes each known type and sets the others aside',
    before: {
      securityDefinitions: {
        a: { type: 'Basic', name: 'x' },
        b: { type: 'apiKey' },
        'c d': { type: 'oauth2', flow: 'accesscode', tokenUrl: '/t' },
        e: { type: 'magic' },
      },
      security: [{ a: [] }, { e: [] }, 'c d'],
    },
    after: {
      securityDefinitions: {
        a: { type: 'basic' },
        b: { type: 'apiKey', in: 'header', name: 'Authorization' },
        CD: {
          type: 'oauth2',
          flow: 'accessCode',
          tokenUrl: '/t',
          authorizationUrl: '/',
          scopes: {},
        },
      },
      'x-kept-securityDefinitions': { e: { type: 'magic' } },
      security: [{ a: [] }, { CD: [] }],
    },
    notes: [
      /type "Basic"/,
      /the key is/,
      /the flow/,
      /no authorizationUrl/,
      /renamed to "CD"/,
      /no type of Swagger 2\.0/,
      /dropped the requirement/,
    ],
  },
  {
    title: 'drops a scope that is no text',
    before: {
      securityDefinitions: { a: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/a' } },
      security: [{ a: ['read', [{}], null] }],
    },
    after: {
      securityDefinitions: {
        a: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/a', scopes: {} },
      },
      security: [{ a: ['read'] }],
    },
    notes: [/dropped a scope of "a" that is no text/],
  },
  {
    title: 'drops a reference in the place of scopes',
    before: {
      securityDefinitions: {
        a: {
          type: 'oauth2',
          flow: 'implicit',
          authorizationUrl: '/a',
          scopes: { $ref: '#/nowhere' },
        },
      },
    },
    after: {
      securityDefinitions: {
        a: { type: 'oauth2', flow: 'implicit', authorizationUrl: '/a', scopes: {} },
      },
    },
    notes: [/dropped the reference in its scopes/],
  },
]);
