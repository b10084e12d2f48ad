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
]);
