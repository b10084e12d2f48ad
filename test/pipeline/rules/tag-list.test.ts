import { tagList } from '../../../scripts/pipeline/stages/rules/tag-list.js';
import { describeRule } from './rule-cases.js';

describeRule(tagList, [
  {
    title: 'lists each tag once, and none without a name',
    before: { tags: [{ name: 'a' }, { name: 'a ' }, {}] },
    after: { tags: [{ name: 'a' }] },
    notes: [/a second "a"/, /without a name/],
  },
]);
