/** What travels as the `data` of a message. What is refused is in test/http/arguments.test.ts. */
import { expect, test } from '@jest/globals';

import { JsonNumber, serialiseData } from '../../../src/messages/data.js';

test.each<[string, unknown, string]>([
  ['an empty list', [], '[]'],
  ['an object without a prototype', [Object.assign(Object.create(null), { a: 1 })], '[{"a":1}]'],
  ['an object with a payload and no namespace', [{ payload: { a: 1 } }], '[{"payload":{"a":1}}]'],
  ['an object with a namespace and no payload', [{ namespace: 7 }], '[{"namespace":7}]'],
  [
    'each kind of JSON',
    [{ a: [null, true, false, 'x', 1.5, {}] }],
    '[{"a":[null,true,false,"x",1.5,{}]}]',
  ],
  [
    'JSON that is text already',
    [{ namespace: 'n', payload: '{"dose":1.10}' }],
    '[{"namespace":"n","mimetype":"application/json","payload":"{\\"dose\\":1.10}"}]',
  ],
  [
    'text that is no JSON',
    [{ namespace: 'n', payload: '{', mimetype: 'text/plain' }],
    '[{"namespace":"n","mimetype":"text/plain","payload":"{"}]',
  ],
  [
    'JSON by a media type of its own',
    [{ namespace: 'n', payload: [1], mimetype: 'Application/FHIR.v4+JSON; charset=utf-8' }],
    '[{"namespace":"n","mimetype":"Application/FHIR.v4+JSON; charset=utf-8","payload":"[1]"}]',
  ],
])('%s', (_, data, text) => {
  expect(serialiseData(data)).toBe(text);
});

test('a number of which the text is kept', () => {
  const [dose, mrn] = [new JsonNumber('1.10'), new JsonNumber('12345678901234567890')];
  expect(serialiseData([{ dose, mrn: [mrn], text: 'a "b"' }])).toBe(
    '[{"dose":1.10,"mrn":[12345678901234567890],"text":"a \\"b\\""}]',
  );
});
