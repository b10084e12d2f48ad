/** Reads JSON as it was written: numbers keep their text, and a key that is given twice is refused. */
import { JsonNumber } from '../../messages/data.js';
import { type JSONVisitor, visit } from '../vendor/jsonc-parser.js';

/** Its message holds nothing of the text. */
export class JsonError extends Error {
  override readonly name = 'JsonError';

  /** @param line and column from 0 */
  constructor(problem: string, line: number, column: number) {
    super(`${problem} (${line === 0 ? '' : `line ${line + 1}, `}column ${column + 1})`);
  }
}

/** @throws JsonError with the place of the first error */
function checkSyntax(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    // The engine's own message quotes the text.
    let place: readonly [line: number, column: number] = [0, 0];
    let isFound = false;
    const onError = (_: number, __: number, ___: number, line: number, column: number): void => {
      if (!isFound) place = [line, column];
      isFound = true;
    };
    visit(text, { onError }, { disallowComments: true });
    throw new JsonError('not JSON', ...place);
  }
}

/** As deep as `data` of any use; what reads and writes it recurses, and must not run out of stack. */
const MAX_LEVELS = 500;
const TOO_DEEP = `more than ${MAX_LEVELS} levels`;

interface Open {
  readonly holder: unknown[] | Record<string, unknown>;
  key: string;
}

/** @throws JsonError */
export function parseJson(text: string): unknown {
  try {
    checkSyntax(text);
    return build(text);
  } catch (error) {
    // Of the parser, where what is too deep is no JSON either.
    if (error instanceof RangeError) throw new JsonError(TOO_DEEP, 0, 0);
    throw error;
  }
}

function build(text: string): unknown {
  const root: unknown[] = [];
  const open: Open[] = [];
  let current: Open = { holder: root, key: '' };
  const add = (value: unknown): void => {
    if (Array.isArray(current.holder)) current.holder.push(value);
    // An assignment to `__proto__` would change the prototype.
    else Object.defineProperty(current.holder, current.key, { value, enumerable: true });
  };
  const begin = (holder: Open['holder'], line: number, column: number): void => {
    if (open.length === MAX_LEVELS) throw new JsonError(TOO_DEEP, line, column);
    add(holder);
    open.push(current);
    current = { holder, key: '' };
  };
  const end = (): void => {
    current = open.pop() ?? current;
  };
  const visitor: JSONVisitor = {
    onObjectBegin: (_, __, line, column) => {
      begin({}, line, column);
    },
    onArrayBegin: (_, __, line, column) => {
      begin([], line, column);
    },
    onObjectEnd: end,
    onArrayEnd: end,
    onObjectProperty: (key, _, __, line, column) => {
      if (Object.hasOwn(current.holder, key)) {
        throw new JsonError('a key is given twice', line, column);
      }
      current.key = key;
    },
    onLiteralValue: (value: unknown, offset, length) => {
      add(typeof value === 'number' ? new JsonNumber(text.slice(offset, offset + length)) : value);
    },
  };
  visit(text, visitor);
  return root[0];
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof JsonNumber);

/** What `data` is given as: one object stands for a list of it. */
export const toDataList = (value: unknown): unknown => (isObject(value) ? [value] : value);

/** A JSON object, or an array of them. @throws JsonError, and TypeError when it is other JSON */
export function parseJsonObjects(text: string): object[] {
  const list = toDataList(parseJson(text));
  if (Array.isArray(list) && list.every(isObject)) return list;
  throw new TypeError('must be a JSON object or an array of them');
}
