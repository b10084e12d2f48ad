import { collectionFormats } from '../../../scripts/pipeline/stages/rules/collection-formats.js';
import { describeRule, withParameters } from './rule-cases.js';

describeRule(collectionFormats, [
  {
    title: 'are kept in an extension where OpenAPI 3 or the converter has no word for them',
    before: withParameters(
      { in: 'query', name: 'a', type: 'array', collectionFormat: 'tsv' },
      { in: 'formData', name: 'b', type: 'array' },
      { in: 'path', name: 'c', type: 'array', collectionFormat: 'multi' },
      { in: 'query', name: 'd', type: 'string', collectionFormat: 'csv' },
    ),
    after: withParameters(
      { in: 'query', name: 'a', type: 'array', 'x-collection-format': 'tsv' },
      { in: 'formData', name: 'b', type: 'array', 'x-collection-format': 'csv' },
      { in: 'path', name: 'c', type: 'array', collectionFormat: 'csv' },
      { in: 'query', name: 'd', type: 'string' },
    ),
    notes: [/"c" cannot be written as "multi"; taken as "csv"/, /"d" is not a list/],
  },
]);
