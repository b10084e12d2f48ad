import { operationIds } from '../../../scripts/pipeline/stages/rules/operation-ids.js';
import { describeRule, withOperation } from './rule-cases.js';

describeRule(operationIds, [
  {
    title: 'names an operation by its method and path, including parameters',
    before: withOperation({}, '/pets/{petId}/toys'),
    after: withOperation({ operationId: 'getPetsByPetIdToys' }, '/pets/{petId}/toys'),
    notes: [/has no id; it is named "getPetsByPetIdToys"/],
  },
  {
    title: 'lets only the first of two operations keep a name, whatever its spelling',
    before: {
      paths: { '/a': { get: { operationId: 'list_a' }, put: { operationId: 'listA' } } },
    },
    after: { paths: { '/a': { get: { operationId: 'list_a' }, put: { operationId: 'putA' } } } },
    notes: [/an unusable or repeated id, "listA"; it is named "putA"/],
  },
]);
