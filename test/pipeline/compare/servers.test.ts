// Servers: the client calls the first.
import { describeTwins, type Parts } from './pairs.js';

const servers = (...urls: string[]): Parts => ({
  document: { servers: urls.map((url) => ({ url })) },
});

describeTwins([
  {
    breaks: 'another first server',
    pair: [servers('https://a.example'), servers('https://b.example')],
    says: 'BREAKS changed servers: The client called https://a.example and calls https://b.example now.',
    harmless: 'a further server',
    twin: [servers('https://a.example'), servers('https://a.example', 'https://b.example')],
  },
]);
