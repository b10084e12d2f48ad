import { ownHeaders } from '../../../scripts/pipeline/stages/rules/own-headers.js';
import { describeRule, withOperation, withParameters } from './rule-cases.js';

const header = (name: string) => ({ in: 'header', name, type: 'string' });

describeRule(ownHeaders, [
  {
    title: 'are left to the client, whatever their case',
    before: withParameters(header('authorization'), header('Content-Type'), header('X-Ward'), {
      in: 'query',
      name: 'host',
      type: 'string',
    }),
    after: withParameters(header('X-Ward'), { in: 'query', name: 'host', type: 'string' }),
    notes: [/"authorization": the client sends it/, /"Content-Type": the client sends it/],
  },
  {
    title: 'come once',
    before: withParameters(header('Request-ID'), header('REQUEST-ID')),
    after: withParameters(header('Request-ID')),
    notes: [/"REQUEST-ID": another spelling/],
  },
  {
    title: 'may be all there is',
    before: withParameters(header('Cookie')),
    after: withOperation({}),
    notes: [/"Cookie"/],
  },
]);
