// Credentials. Each rule with its harmless twin.
import { describeTwins, type OneWay, type Parts, reverse, type Twins } from './pairs.js';

const where = 'POST /message/';
const secured = (...security: object[]): Parts => ({ document: { security } });
const scheme = (value: object): Parts => ({
  document: { components: { securitySchemes: { key: { type: 'http', ...value } } } },
});

const oneWay: OneWay[] = [
  {
    breaks: 'credentials where none were needed',
    before: {},
    after: secured({ basic: [] }),
    says: 'BREAKS changed document: It needed no credentials and needs basic now.',
    harmless: 'credentials that are no longer needed',
  },
  {
    breaks: 'a way in that is closed',
    before: secured({ basic: [] }, { key: [] }),
    after: secured({ key: [] }),
    says: 'BREAKS changed document: It needed basic or key and needs key now.',
    harmless: 'a further way in',
  },
  {
    breaks: 'a further scope',
    before: { operation: { security: [{ oauth: ['read'] }] } },
    after: { operation: { security: [{ oauth: ['read', 'write'] }] } },
    says: `BREAKS changed ${where}: It needed oauth (read) and needs oauth (read, write) now.`,
    harmless: 'a scope less',
  },
];

/** An operation that takes its credentials from the document, or has its own. */
const overriding = (security: object[], own?: object[]): Parts => ({
  document: { security },
  ...(own === undefined ? {} : { operation: { security: own } }),
});
const flow = (scopes: object, more = {}): Parts =>
  scheme({
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://t', scopes, ...more } },
  });
const named = (name: string): Parts => ({
  document: {
    security: [{ [name]: [] }],
    components: { securitySchemes: { [name]: { type: 'http', scheme: 'basic' } } },
  },
});

const twins: Twins[] = [
  {
    breaks: 'a scope that is no longer offered',
    pair: [flow({ read: 'a', write: 'b' }), flow({ read: 'a' })],
    says: 'BREAKS removed security scheme key: The scope write (clientCredentials) is no longer offered.',
    harmless: 'a scope that is offered',
    twin: [flow({ read: 'a' }), flow({ read: 'a', write: 'b' })],
  },
  {
    breaks: 'another place to get tokens from',
    pair: [flow({ read: 'a' }), flow({ read: 'a' }, { tokenUrl: 'https://u' })],
    says: 'BREAKS changed security scheme key: It works in another way now.',
    harmless: 'a scope that is described differently',
    twin: [flow({ read: 'a' }), flow({ read: 'b' })],
  },
  {
    breaks: 'credentials of the document that an operation takes',
    pair: [overriding([{ basic: [] }]), overriding([{ key: [] }])],
    says: 'BREAKS changed document: It needed basic and needs key now.',
    harmless: 'those that every operation overrides',
    twin: [
      overriding([{ basic: [] }], [{ basic: [] }]),
      overriding([{ key: [] }], [{ basic: [] }]),
    ],
  },
  {
    breaks: 'a scheme that takes the place of another',
    pair: [secured({ basic: [] }), secured({ key: [] })],
    says: 'BREAKS changed document: It needed basic and needs key now.',
    harmless: 'the same scheme under another name',
    twin: [named('basic'), named('basicAuth')],
  },
  {
    breaks: 'a security scheme that works in another way',
    pair: [scheme({ scheme: 'basic' }), scheme({ scheme: 'bearer' })],
    says: 'BREAKS changed security scheme key: It works in another way now.',
    harmless: 'one that is described differently',
    twin: [scheme({ scheme: 'basic' }), scheme({ scheme: 'basic', description: 'x' })],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);
