// Texts for people are named one by one, with what they said: a unit may stand only there.
import { describe, expect, test } from '@jest/globals';

import { changesBetween, linesFor, type Parts } from './pairs.js';

const form = (description: string): Parts => ({
  form: { type: 'object', properties: { ttl: { type: 'integer', description } } },
});
const parameters = (...given: [name: string, description: string][]): Parts => ({
  parameters: given.map(([name, description]) => {
    return { in: 'query', name, description, schema: { type: 'string' } };
  }),
});

test.each<[string, Parts, Parts, string]>([
  [
    'a form field',
    form('The number of minutes'),
    form('The number of seconds'),
    'changed POST /message/ · form field ttl: Its description was "The number of minutes" and is "The number of seconds" now.',
  ],
  [
    'a parameter, beside others that came',
    parameters(['a', 'A']),
    parameters(['b', 'B'], ['a', 'C']),
    'changed POST /message/ · query parameter a: Its description was "A" and is "C" now.',
  ],
  [
    'the operation',
    { operation: { summary: 'Send.' } },
    {},
    'changed POST /message/: Its summary was "Send." and is missing now.',
  ],
  [
    'a response',
    { responses: { 200: { description: 'OK' } } },
    { responses: { 200: { description: 'Sent' } } },
    'changed POST /message/ · response 200: Its description was "OK" and is "Sent" now.',
  ],
  [
    'a property of a property, in a response',
    { response: { properties: { a: { properties: { b: { title: 'B' } } } } } },
    { response: { properties: { a: { properties: { b: { title: 'C' } } } } } },
    'changed POST /message/ · response 200 · property a · property b: Its title was "B" and is "C" now.',
  ],
  [
    'the document',
    { document: { info: { title: 'A', version: '1' } } },
    { document: { info: { title: 'B', version: '1' } } },
    'changed document: Its title was "A" and is "B" now.',
  ],
])('the text of %s', (_, before, after, line) => {
  const changes = changesBetween(before, after);
  expect(linesFor(changes)).toContain(line);
  expect(changes.filter(({ id }) => id === 'reworded')).toHaveLength(1);
});

describe('says nothing of', () => {
  test('a name that is a word for people, or a value', () => {
    const named = (type: string): Parts => ({ form: { properties: { title: { type } } } });
    const ids = (before: Parts, after: Parts) => changesBetween(before, after).map(({ id }) => id);
    expect(ids(named('string'), named('boolean'))).toEqual(['request-type-changed']);
    const values = (title: string): Parts => ({ json: { type: 'object', default: { title } } });
    expect(ids(values('a'), values('b'))).toEqual(['default-changed']);
  });

  test('extensions but that they changed', () => {
    const slug = (text: string): Parts => ({ operation: { 'x-slug': text } });
    expect(linesFor(changesBetween(slug('a'), slug('b')))).toEqual([
      'changed POST /message/: Its extensions changed.',
    ]);
  });
});

test('of a long text what differs is shown, with what is around it', () => {
  const words = 'The message is shown to the recipient and then deleted. '.repeat(20);
  const long = (unit: string) => form(`${words}Given in ${unit}. ${words}`);
  const [change] = changesBetween(long('minutes'), long('seconds'));
  expect(change?.what).toMatch(
    /was ….*Given in minutes\. .*… and is ….*Given in seconds\. .*… now\.$/,
  );
  expect(change?.what.length).toBeLessThan(350);
});
