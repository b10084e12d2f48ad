import { mediaTypes } from '../../../scripts/pipeline/stages/rules/media-types.js';
import { describeRule } from './rule-cases.js';

describeRule(mediaTypes, [
  {
    title: 'are valid, and a file takes a multipart form',
    before: {
      produces: ['json', 'nonsense'],
      paths: { '/a': { post: { parameters: [{ in: 'formData', name: 'f', type: 'file' }] } } },
    },
    after: {
      produces: ['application/json'],
      paths: {
        '/a': {
          post: {
            consumes: ['multipart/form-data'],
            parameters: [{ in: 'formData', name: 'f', type: 'file' }],
          },
        },
      },
    },
    notes: [/produces \["json","nonsense"\]/, /takes a file/],
  },
  {
    title: 'of a form are those in which it is sent',
    before: {
      consumes: ['application/json', 'text/csv'],
      paths: { '/a': { post: { parameters: [{ in: 'formData', name: 'f', type: 'string' }] } } },
    },
    after: {
      consumes: ['application/json', 'text/csv'],
      paths: { '/a': { post: { parameters: [{ in: 'formData', name: 'f', type: 'string' }] } } },
    },
    notes: [/has a form, which is not sent as text\/csv/],
  },
]);
