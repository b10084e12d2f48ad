import { tags } from '../../../scripts/pipeline/stages/rules/tags.js';
import { describeRule, withOperation } from './rule-cases.js';

describeRule(tags, [
  {
    title: 'takes the first tag that can name a class',
    before: withOperation({ tags: ['', '1', 'Pets', 'Toys'] }),
    after: withOperation({ tags: ['Pets'] }),
    notes: [/the tags \["","1","Pets","Toys"\] became "Pets"/],
  },
  {
    title: 'takes the first usable path segment where no tag can',
    before: withOperation({ tags: ['1'] }, '/{id}/2/toys'),
    after: withOperation({ tags: ['toys'] }, '/{id}/2/toys'),
    notes: [/became "toys"/],
  },
  {
    title: 'gives a class one spelling, which is not that of a member of the client',
    before: {
      paths: {
        '/a': { get: { tags: ['Pet'] }, put: { tags: ['pet'] }, post: { tags: ['Request'] } },
      },
    },
    after: {
      paths: {
        '/a': {
          get: { tags: ['Pet'] },
          put: { tags: ['Pet'] },
          post: { tags: ['Request operations'] },
        },
      },
    },
    notes: [/became "Pet"/, /became "Request operations"/],
  },
]);
