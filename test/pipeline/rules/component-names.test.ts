import { componentNames } from '../../../scripts/pipeline/stages/rules/component-names.js';
import { describeRule } from './rule-cases.js';

describeRule(componentNames, [
  {
    title: 'are identifiers, unique whatever their case',
    before: {
      definitions: {
        'api.Pet': {},
        ApiPet: {},
        apiPET: {},
        file: {},
        Use: { $ref: '#/definitions/api.Pet' },
      },
    },
    after: {
      definitions: {
        ApiPet3: {},
        ApiPet: {},
        apiPET2: {},
        FileModel: {},
        Use: { $ref: '#/definitions/ApiPet3' },
      },
    },
    notes: [/apiPET: is renamed/, /api\.Pet: is renamed/, /file: is renamed to "FileModel"/],
  },
]);
