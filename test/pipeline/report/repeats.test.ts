// A change that breaks users is told once, although the document and the TypeScript both show it.
import { expect, test } from '@jest/globals';

import { type Change, change } from '../../../scripts/pipeline/compare/change.js';
import { breakage } from '../../../scripts/pipeline/compare/surface/surface-judge.js';
import { withoutRepeats } from '../../../scripts/pipeline/report/repeats.js';

const call = 'api.message.sendMessage()';
const calls = (...causes: string[]): Change[] =>
  breakage('typescript-calls', 'MessageService.sendMessage (TypeScript)', causes).map((each) => ({
    ...each,
    call,
  }));
const field = (id: Parameters<typeof change>[0], name: string): Change => ({
  ...change(id, `POST /message/ · form field ${name}`),
  ...{ call, argument: `formData.${name}` },
});
const removed = field('input-removed', 'ttl');

test.each<[string, Change[]]>([
  ['an argument that is removed', [removed, ...calls('formData.ttl no longer exists')]],
  [
    'one that is required now',
    [field('input-added-required', 'why'), ...calls('formData.why is required now')],
  ],
  [
    'one of another type',
    [removed, ...calls('formData.ttl was number | undefined and is string now')],
  ],
  [
    'a field of a model',
    [
      { ...change('input-removed', 'schema Message · property body'), call: 'ApiTypes.Message' },
      ...breakage('typescript-model', 'Message (TypeScript)', ['body no longer exists']).map(
        (each) => ({ ...each, call: 'ApiTypes.Message' }),
      ),
    ],
  ],
])('%s is told once', (_, changes) => {
  expect(withoutRepeats(changes)).toEqual(changes.slice(0, 1));
});

test.each<[string, Change[]]>([
  ['what only the TypeScript shows', calls('formData.ttl no longer exists')],
  [
    'what only the TypeScript calls breaking',
    [field('input-added', 'ttl'), ...calls('formData.ttl is required now')],
  ],
  [
    'the same name in another call',
    [{ ...removed, call: 'api.x()' }, ...calls('formData.ttl no longer exists')],
  ],
  ['a name that begins with it', [removed, ...calls('formData.ttl2 no longer exists')]],
  ['a field with a space', [removed, ...calls('formData.ttl a no longer exists')]],
  [
    'what is inside',
    [
      { ...removed, where: `${removed.where} · items` },
      ...calls('formData.ttl was number[] and is string[] now'),
    ],
  ],
  ['what cannot be null', [removed, ...calls('formData.ttl cannot be null now')]],
])('%s is kept', (_, changes) => {
  expect(withoutRepeats(changes)).toEqual(changes);
});

test('of several causes those that are news are kept', () => {
  const [, rest, ...others] = withoutRepeats([
    removed,
    ...calls('formData.ttl no longer exists', 'formData.why is required now'),
  ]);
  expect(others).toEqual([]);
  expect(rest).toEqual(calls('formData.why is required now')[0]);
});
