// Servers: the client calls the first.
import { describeTwins, type Parts } from './pairs.js';

const servers = (...urls: string[]): Parts => ({
  document: { servers: urls.map((url) => ({ url })) },
});

const region = (byDefault: string, variable = {}, server = {}): Parts => ({
  document: {
    servers: [
      {
        url: 'https://{region}.example',
        variables: { region: { default: byDefault, ...variable } },
        ...server,
      },
    ],
  },
});

describeTwins([
  {
    breaks: 'another first server',
    pair: [servers('https://a.example'), servers('https://b.example')],
    says: 'BREAKS changed servers: The server was https://a.example and is https://b.example now.',
    harmless: 'a further server',
    twin: [servers('https://a.example'), servers('https://a.example', 'https://b.example')],
  },
  {
    breaks: 'another default of a variable of the first server',
    pair: [region('eu'), region('us')],
    says: 'BREAKS changed servers: The server was https://eu.example and is https://us.example now.',
    harmless: 'another description of the variable',
    twin: [region('eu'), region('eu', { description: 'Where' })],
  },
  {
    breaks: 'other values of a variable, for which there is no rule',
    pair: [region('eu', { enum: ['eu', 'us'] }), region('eu', { enum: ['eu'] })],
    says: 'BREAKS changed servers · https://eu.example · variable region: A part of it changed that has no rule: enum.',
    harmless: 'another description of the server',
    twin: [region('eu'), region('eu', {}, { description: 'x' })],
  },
]);
