import { hosts } from '../../../scripts/pipeline/stages/rules/hosts.js';
import { describeRule } from './rule-cases.js';

describeRule(hosts, [
  {
    title: 'splits a URL that is given as the host',
    before: { host: 'https://api.example/v1/', basePath: 'x/' },
    after: { host: 'api.example', basePath: '/v1/x', schemes: ['https'] },
    notes: [/"https:\/\/api\.example\/v1\/" is taken as/],
  },
  {
    title: 'takes https where no scheme is given',
    before: { host: 'api.example' },
    after: { host: 'api.example', schemes: ['https'] },
    notes: [/\[\] is taken as \["https"\]/],
  },
  {
    title: 'leaves a valid host alone',
    before: { host: 'api.example:80', basePath: '/v2/', schemes: ['http'] },
    after: { host: 'api.example:80', basePath: '/v2', schemes: ['http'] },
    notes: [],
  },
]);
