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

const twins: Twins[] = [
  {
    breaks: 'a security scheme that works in another way',
    pair: [scheme({ scheme: 'basic' }), scheme({ scheme: 'bearer' })],
    says: 'BREAKS changed security scheme key: It works in another way now.',
    harmless: 'one that is described differently',
    twin: [scheme({ scheme: 'basic' }), scheme({ scheme: 'basic', description: 'x' })],
  },
];

describeTwins([...oneWay.map(reverse), ...twins]);
