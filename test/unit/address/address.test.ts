import { inspect } from 'node:util';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  type Address,
  email,
  group,
  isAddress,
  phone,
  user,
} from '../../../src/address/address.js';
import { encodeAddress, formatAddress } from '../../../src/address/encode.js';
import { parseAddress } from '../../../src/address/parse.js';
import { refusal } from './support.js';

const UUID = 'e9fe5f3a-f7cf-4278-8aca-0b558b5c90ad';

// Made anew for each test, so that a broken constructor fails tests and not the loading of this file.
let nurse: Address;
beforeEach(() => {
  nurse = email('nurse@ward.example');
});

describe('an address shows only its redacted form', () => {
  test.each([
    ['email(n***)', () => nurse],
    ['email("***)', () => email('"nurse"@ward.example')],
    ['phone(***23)', () => phone('+12125550123')],
    ['user(e9***)', () => user(UUID)],
    ['group(3D***)', () => group('3D5qqmf6f6RgVzFwcbZoIPuW')],
  ])('%s', (redacted, make) => {
    const address = make();
    expect(formatAddress(address)).toBe(redacted);
    expect(String(address)).toBe(redacted);
    // eslint-disable-next-line @typescript-eslint/restrict-template-expressions -- the point of the test
    expect(`to ${address}`).toBe(`to ${redacted}`);
    expect(JSON.stringify({ to: address })).toBe(JSON.stringify({ to: redacted }));
    expect(inspect(address)).toBe(redacted);
    expect(inspect({ to: [address] })).toBe(`{ to: [ ${redacted} ] }`);
  });

  test('and nothing more to whoever digs', () => {
    const dug = [
      inspect(nurse, { customInspect: false, showHidden: true, depth: null }),
      inspect(nurse, { showProxy: true, showHidden: true, depth: null }),
      JSON.stringify(Object.getOwnPropertyDescriptors(nurse)),
      JSON.stringify({ ...nurse }),
      inspect(structuredClone(nurse)),
    ];
    for (const text of dug) expect(text).not.toMatch(/nurse|ward/);
    expect(Reflect.ownKeys(nurse)).toEqual(['kind']);
  });
});

describe('an address cannot be changed', () => {
  test('neither itself nor what it inherits', () => {
    expect(Object.isFrozen(nurse)).toBe(true);
    expect(Object.isFrozen(Object.getPrototypeOf(nurse))).toBe(true);
    expect(() => {
      (nurse as { kind: string }).kind = 'phone';
    }).toThrow(TypeError);
    expect(nurse.kind).toBe('email');
  });
});

describe('an address cannot be forged', () => {
  test.each<[string, () => unknown]>([
    ['an object with the same fields', () => ({ kind: 'email', wire: 'nurse@ward.example' })],
    [
      'an object with the same prototype',
      () => Object.create(Object.getPrototypeOf(nurse) as object) as unknown,
    ],
    ['an object that inherits from one', () => Object.create(nurse) as unknown],
    ['a copy', () => ({ ...nurse })],
    ['a structured clone', () => structuredClone(nurse)],
    ['a proxy of one', () => new Proxy(nurse, {})],
    ['its JSON', () => JSON.parse(JSON.stringify({ nurse })) as unknown],
    ['its redacted form', () => String(nurse)],
    ['a string', () => 'nurse@ward.example'],
    ['undefined', () => undefined],
    ['null', () => null],
    ['a number', () => 1],
    ['a symbol', () => Symbol('email')],
    ['a function', () => email],
  ])('from %s', (_, make) => {
    const value = make();
    expect(isAddress(value)).toBe(false);
    for (const use of [encodeAddress, formatAddress]) {
      const error = refusal(() => use(value as Address));
      expect(error.field).toBe('address');
      expect(error.message).toMatch(
        /^address: not an address made by this copy of the package\. Make it with user\(\)/,
      );
    }
  });

  test('through its constructor', () => {
    const Constructor = nurse.constructor as new (...values: unknown[]) => unknown;
    expect(isAddress(new Constructor('email', 'stranger@ward.example'))).toBe(false);
  });

  test('by its methods on another object', () => {
    const prototype = Object.getPrototypeOf(nurse) as Address;
    expect(prototype.toString.call({ kind: 'email' })).toBe('email(***)');
  });

  test('by another copy of this package, whose checks may be others', async () => {
    jest.resetModules();
    const other = await import('../../../src/address/address.js');
    expect(other.email).not.toBe(email);
    const foreign = other.email('nurse@ward.example');
    expect(isAddress(foreign)).toBe(false);
    expect(refusal(() => encodeAddress(foreign)).message).toMatch('this copy of the package');
  });

  test('at compile time', () => {
    // @ts-expect-error -- an object of the same shape is no address
    refusal(() => encodeAddress({ kind: 'email', toString: () => '', toJSON: () => '' }));
    // @ts-expect-error -- nor is a string
    refusal(() => encodeAddress('nurse@ward.example'));
  });
});

describe('isAddress()', () => {
  test('knows what the constructors made', () => {
    for (const address of [
      nurse,
      user(UUID),
      group(UUID),
      phone('+12125550123'),
      parseAddress(UUID),
    ]) {
      expect(isAddress(address)).toBe(true);
    }
  });
});

describe('a refusal keeps the value to itself', () => {
  const secret = 'q7x2k9';
  const values = [
    secret,
    `${secret}@`,
    `${secret}@${secret}`,
    `${secret} @ward.example`,
    `nurse@${secret}.1`,
    `nurse@ｗ${secret}.example`,
    `${secret.repeat(11)}@ward.example`,
    `a@${`${secret.repeat(10)}.`.repeat(5)}example`,
    `+1${secret}`,
    `${secret}\n`,
  ];
  const calls = values.flatMap((value) =>
    [user, group, email, phone, parseAddress].map((make) => () => make(value)),
  );

  test.each(['79027902', '+79027902', '(7902) 7902', '790279027902790279'])('%s', (digits) => {
    for (const country of [undefined, 'GB'] as const) {
      const error = refusal(() => phone(digits, country));
      expect(inspect(error)).not.toMatch(/7902/);
    }
  });

  test('in message, stack, JSON and print', () => {
    for (const call of calls) {
      const error = refusal(call);
      expect(
        [error.message, error.stack, JSON.stringify(error), inspect(error)].join(),
      ).not.toMatch(secret);
      expect(error.cause).toBeUndefined();
    }
  });
});
