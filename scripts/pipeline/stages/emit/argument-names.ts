// Names for the arguments of a method. The generator makes them from the parameters' names, and does
// not notice when two names become one, when nothing is left, or when the result is a word of TypeScript.
import type { JsonObject } from '../../document/document.js';
import { objectsIn, remove, textAt } from '../../document/document.js';
import { camel, isReservedArgument, nameKey, pascal, takeUnique } from '../../document/names.js';
import { REQUEST_ID } from '../../document/own-names.js';
import type { Texts } from './texts.js';

/** Other names the generator changes in ways of its own, and it leaves out `api-version`. */
const SIMPLE_NAME = /^(?!api-version$)[\w.[\]$:-]+$/;

const PLACES = ['path', 'query', 'header', 'cookie'];

/** Puts a mark for the name on the wire in place of each parameter's name, with a name that makes a good argument. */
export function nameArguments(operation: JsonObject, texts: Texts): void {
  const taken = new Set(['requestbody', 'formdata', REQUEST_ID.argument]);
  const parameters = objectsIn(operation['parameters']);
  // Not in the document's order, which may change: then an argument would go elsewhere under its name.
  const ranked = parameters.toSorted(compareClaims);
  const kept = ranked.filter((parameter) => keepsName(parameter, taken));
  for (const parameter of ranked) {
    const wire = textAt(parameter, 'name');
    if (kept.includes(parameter)) {
      parameter['name'] = texts.literal(wire, wire);
      continue;
    }
    const words = pascal(wire).replace(/^\d+/, '');
    const base = camel(words === '' ? 'parameter' : words);
    const place = pascal(textAt(parameter, 'in'));
    const free = !taken.has(nameKey(base)) && !isReservedArgument(base);
    const name = takeUnique(free ? base : `${base}In${place}`, taken);
    parameter['name'] = texts.literal(wire, name);
  }
  if (parameters.length === 0) remove(operation, 'parameters');
}

/** A name that is an argument as it is comes first; then by place and name. */
function compareClaims(one: JsonObject, other: JsonObject): number {
  const [a, b] = [one, other].map((parameter) => {
    const name = textAt(parameter, 'name');
    const place = PLACES.indexOf(textAt(parameter, 'in'));
    return `${camel(name) === name ? 0 : 1}${place} ${name}`;
  });
  return (a ?? '') < (b ?? '') ? -1 : 1;
}

function keepsName(parameter: JsonObject, taken: Set<string>): boolean {
  const wire = textAt(parameter, 'name');
  if (isRequestId(parameter)) return true;
  const key = nameKey(wire.replace('[]', 'Array'));
  if (!SIMPLE_NAME.test(wire) || key === '' || taken.has(key)) return false;
  if (isReservedArgument(camel(wire)) || isReservedArgument(key)) return false;
  taken.add(key);
  return true;
}

function isRequestId(parameter: JsonObject): boolean {
  return (
    parameter['in'] === 'header' && textAt(parameter, 'name').toLowerCase() === REQUEST_ID.header
  );
}
