import { paths } from '../../../scripts/pipeline/stages/rules/paths.js';
import { describeRule } from './rule-cases.js';

describeRule(paths, [
  {
    title: 'adds the leading slash and names every parameter',
    before: { paths: { 'pets/{ id }/{}': {}, 'x-odd': 1 } },
    after: { paths: { '/pets/{id}/{parameter1}': {} }, 'x-kept-paths': { 'x-odd': 1 } },
    notes: [/is called "\/pets\/\{id\}\/\{parameter1\}"/, /x-odd: is no path/],
  },
  {
    title: 'joins two spellings of one path',
    before: { paths: { '/pets': { get: { summary: 'first' } }, pets: { get: {}, put: {} } } },
    after: { paths: { '/pets': { get: { summary: 'first' }, put: {} } } },
    notes: [/is called "\/pets"/, /dropped the operation GET of a second spelling/],
  },
]);
