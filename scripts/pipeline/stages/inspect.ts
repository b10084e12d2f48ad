// Looks at a document as it was read, before anything works with it: whether its names can be read and
// used, and whether it is of a size and depth that every stage can take.
import { objectOf, textAt } from '../document/document.js';
import { isHeaderName, isMediaType, splitMediaTypes } from '../document/grammar.js';
import { unseenIn } from '../document/printable.js';
import { isQuotation } from '../document/quotations.js';

/** Why a document is refused, and the place, from the outside in. */
export interface DocumentProblem {
  path: (string | number)[];
  problem: string;
  correction: string;
}

const MAX_BYTES = 20_000_000;
const MAX_DEPTH = 100;
const MAX_VALUES = 1_000_000;
const MAX_NAME = 1000;

/** Keys whose text is a name, or becomes a part of one. */
const NAME_KEYS = new Set(
  `$ref basePath collectionFormat discriminator flow format host in name operationId propertyName swagger
  type version`.split(/\s+/),
);

/** Keys whose texts are all names. */
const NAME_LISTS = new Set(['consumes', 'produces', 'required', 'schemes', 'tags']);

/** Keys whose object has names for its keys, which may be any. */
const NAME_MAPS = new Set(
  'definitions headers parameters paths properties responses scopes securityDefinitions'.split(' '),
);

/** Keys under which anything may stand. */
const QUOTATIONS = new Set(['default', 'enum', 'example', 'examples']);

interface Part {
  value: unknown;
  /** Its own key, and the part in which it stands. */
  key: string | number;
  within: Part | undefined;
  depth: number;
  /** The keys below are names and nothing else. */
  isMap: boolean;
  isQuotation: boolean;
}

/** The problem of a text that is too long to be read. */
export function inspectSize(text: string): DocumentProblem | undefined {
  if (text.length <= MAX_BYTES) return undefined;
  return refuse(
    undefined,
    `is longer than ${MAX_BYTES / 1e6} million characters`,
    'Give the document alone.',
  );
}

/** The first problem of a document, of which no stage after this one needs to think. */
export function inspect(document: unknown): DocumentProblem | undefined {
  const waiting: Part[] = [
    { value: document, key: '', within: undefined, depth: 0, isMap: false, isQuotation: false },
  ];
  let count = 0;
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    const { value } = part;
    if (++count > MAX_VALUES)
      return refuse(undefined, `has more than ${MAX_VALUES} values`, 'Give the document alone.');
    if (part.depth > MAX_DEPTH)
      return refuse(part, `is nested more than ${MAX_DEPTH} levels deep`, 'Use definitions.');
    const problem = typeof value === 'string' ? inspectText(part, value) : undefined;
    if (problem !== undefined) return problem;
    if (typeof value !== 'object' || value === null) continue;
    // The last one is looked at first, so that problems come in the document's order.
    for (const [key, child] of Object.entries(value).reverse()) {
      const below = childOf(part, Array.isArray(value) ? Number(key) : key, child);
      const wrong = typeof below.key === 'string' ? inspectKey(below, below.key) : undefined;
      if (wrong !== undefined) return wrong;
      waiting.push(below);
    }
  }
  return undefined;
}

function childOf(within: Part, key: string | number, value: unknown): Part {
  const isOwn = typeof key === 'string' && !within.isMap;
  const quotes = isOwn && (QUOTATIONS.has(key) || (key.startsWith('x-') && isQuotation(key)));
  return {
    value,
    key,
    within,
    depth: within.depth + 1,
    isMap: isOwn && NAME_MAPS.has(key),
    isQuotation: within.isQuotation || quotes,
  };
}

function inspectKey(part: Part, key: string): DocumentProblem | undefined {
  // It asks each object, also one in a quotation, for what this key hides.
  if (key === 'hasOwnProperty')
    return refuse(part, 'has a name that the converter cannot take', 'Use another name.');
  if (part.within?.isQuotation === true) return undefined;
  return inspectName(part, key);
}

function inspectText(part: Part, text: string): DocumentProblem | undefined {
  const { key, within } = part;
  if (/\p{Surrogate}/u.test(text)) {
    const correction = 'Save the document as UTF-8, with whole characters.';
    return refuse(part, 'holds half a character', correction);
  }
  if (part.isQuotation || within?.isMap === true) return undefined;
  if (typeof key === 'string' && NAME_KEYS.has(key)) {
    // Spaces around it are taken off, and no name.
    return inspectName(part, text.trim()) ?? inspectHeader(part, text.trim());
  }
  const list = typeof key === 'number' ? within?.key : undefined;
  if (typeof list !== 'string' || !NAME_LISTS.has(list) || within?.within?.isMap === true)
    return undefined;
  const problem = inspectName(part, text.trim());
  if (problem !== undefined || (list !== 'consumes' && list !== 'produces')) return problem;
  return inspectMediaTypes(part, text);
}

function inspectName(part: Part, name: string): DocumentProblem | undefined {
  const unseen = unseenIn(name);
  if (unseen !== undefined)
    return refuse(
      part,
      `has a name with the character ${unseen}, which nobody sees`,
      'Take it out of the name.',
    );
  if (name.length > MAX_NAME)
    return refuse(part, `has a name of ${name.length} characters`, `Use no more than ${MAX_NAME}.`);
  if (name === '__proto__')
    return refuse(
      part,
      'has the name "__proto__", which JavaScript keeps for itself',
      'Use another name.',
    );
  return undefined;
}

/** The name of a parameter or a key that travels in a header. */
function inspectHeader(part: Part, name: string): DocumentProblem | undefined {
  const place = textAt(objectOf(part.within?.value), 'in');
  if (part.key !== 'name' || !/header/i.test(place) || name === '' || isHeaderName(name))
    return undefined;
  return refuse(part, 'is not the name of a header', 'Use letters, digits and dashes alone.');
}

/** One type; several in one text are a common slip, and a single word another. */
function inspectMediaTypes(part: Part, text: string): DocumentProblem | undefined {
  const types = splitMediaTypes(text);
  if (types.every((type) => !type.includes('/') || isMediaType(type))) return undefined;
  return refuse(part, 'is not a media type', 'Write it as "application/json".');
}

function refuse(part: Part | undefined, problem: string, correction: string): DocumentProblem {
  const path: (string | number)[] = [];
  for (let at = part; at?.within !== undefined; at = at.within) path.unshift(at.key);
  return { path, problem, correction };
}
