import { collectionFormats } from '../../../scripts/pipeline/stages/rules/collection-formats.js';
import type { JsonObject } from '../../../scripts/pipeline/document/document.js';
import { describeRule, withOperation, withParameters } from './rule-cases.js';

const withResponse = (headers: JsonObject): JsonObject =>
  withOperation({ responses: { 200: { headers } } });

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
  {
    title: 'of headers, and of the lists in them, are dropped or kept as an extension',
    before: withResponse({
      A: { type: 'array', collectionFormat: 'csv', items: { type: 'string' } },
      B: { type: 'array', collectionFormat: 'pipes', items: { type: 'string' } },
      C: { type: 'array', items: { type: 'array', collectionFormat: 'ssv', items: {} } },
    }),
    after: withResponse({
      A: { type: 'array', items: { type: 'string' } },
      B: { type: 'array', 'x-collection-format': 'pipes', items: { type: 'string' } },
      C: { type: 'array', items: { type: 'array', items: {} } },
    }),
    notes: [/no word for "pipes" in the header "B"/, /no word for "ssv" in the header "C"/],
  },
]);
