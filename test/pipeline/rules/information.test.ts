import { information } from '../../../scripts/pipeline/stages/rules/information.js';
import { describeRule } from './rule-cases.js';

describeRule(information, [
  {
    title: 'makes the title one line and adds a version',
    before: { info: { title: 'Pets\n  and more\n' }, paths: {} },
    after: { swagger: '2.0', info: { title: 'Pets and more', version: '0' }, paths: {} },
    notes: [
      /title: "Pets\\n {2}and more\\n" is taken as "Pets and more"/,
      /version: null is taken as "0"/,
    ],
  },
  {
    title: 'keeps terms of service that have no address as an extension',
    before: { info: { title: 'a', version: '1', termsOfService: 'There are none.' }, paths: {} },
    after: {
      swagger: '2.0',
      info: { title: 'a', version: '1', 'x-kept-termsOfService': 'There are none.' },
      paths: {},
    },
    notes: [/termsOfService: is not a URL/],
  },
]);
