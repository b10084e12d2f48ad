import { responses } from '../../../scripts/pipeline/stages/rules/responses.js';
import { describeRule, withOperation } from './rule-cases.js';

describeRule(responses, [
  {
    title: 'exist, have a status, and have a description',
    before: { paths: { '/a': { get: { responses: { 204: {}, ok: {}, '2xx': {} } }, put: {} } } },
    after: {
      paths: {
        '/a': {
          get: {
            responses: {
              200: { description: 'OK' },
              204: { description: 'No Content' },
              default: { description: '' },
            },
          },
          put: { responses: { default: { description: 'The document does not say.' } } },
        },
      },
    },
    notes: [
      /"ok" has no valid status; taken as "default"/,
      /"2xx" has no valid status; taken as "200"/,
      /has no responses/,
    ],
  },
  {
    title: 'may refer to a definition, but not to nothing',
    before: withOperation(
      { responses: { 200: { $ref: '#/definitions/A' }, 404: { $ref: '#/responses/B' } } },
      '/a',
      { definitions: { A: {} } },
    ),
    after: withOperation(
      {
        responses: {
          200: { schema: { $ref: '#/definitions/A' }, description: 'OK' },
          404: { description: 'Not Found' },
        },
      },
      '/a',
      { definitions: { A: {} } },
    ),
    notes: [
      /200 refers to #\/definitions\/A; taken as its schema/,
      /404 refers to #\/responses\/B; nothing is there/,
    ],
  },
]);
