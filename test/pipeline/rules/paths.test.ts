import { paths } from '../../../scripts/pipeline/stages/rules/paths.js';
import { describeRule } from './rule-cases.js';

describeRule(paths, [
  {
    title: 'adds the leading slash and names every parameter',
    before: { paths: { 'pets/{ id }/{}': {}, 'x-odd': 1 } },
    after: { paths: { '/pets/{id}/{parameter1}': {} }, 'x-kept-paths': { 'x-odd': 1 } },
    notes: [/is renamed to "\/pets\/\{id\}\/\{parameter1\}"/, /x-odd: is not a path/],
  },
  {
    title: 'joins two spellings of one path',
    before: { paths: { '/pets': { get: { summary: 'first' } }, pets: { get: {}, put: {} } } },
    after: { paths: { '/pets': { get: { summary: 'first' }, put: {} } } },
    notes: [/is renamed to "\/pets"/, /dropped the operation GET: another spelling/],
  },
  {
    title: 'names parameters without the pattern that some routers add, each by its own name',
    before: { paths: { '/a/{ver:\\d+}/{rest:.*}/{rest?}': {} } },
    after: { paths: { '/a/{ver}/{rest}/{rest_}': {} } },
    notes: [/is renamed to "\/a\/\{ver\}\/\{rest\}\/\{rest_\}"/],
  },
  {
    title: 'that refer to another have its operations',
    before: {
      paths: {
        '/a': { $ref: '#/paths/~1b', put: {} },
        '/b': { get: {} },
        '/c': { $ref: '#/nowhere' },
      },
    },
    after: { paths: { '/a': { get: {}, put: {} }, '/b': { get: {} }, '/c': {} } },
    notes: [/"#\/paths\/~1b"; replaced by its content/, /"#\/nowhere"; nothing is there/],
  },
]);
