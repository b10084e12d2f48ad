// Names for the arguments of a method. The generator makes them from the parameters' names, and does
// not notice when two names become one, when nothing is left, or when the result is a word of TypeScript.
import type { JsonObject } from '../../document/document.js';
import { objectsIn, remove, textAt } from '../../document/document.js';
import { camel, isReservedArgument, nameKey, pascal, takeUnique } from '../../document/names.js';

/** Stands before and behind the number of a wire name; never in a document. */
const MARK = '\u0001';

/** Other names the generator changes in ways of its own, and it leaves out `api-version`. */
const SIMPLE_NAME = /^(?!api-version$)[\w.[\]$:-]+$/;

/**
 * Replaces each parameter's name that makes no good argument. The new name holds a number, by which
 * `restoreWireNames` puts the name on the wire back into the output.
 */
export function nameArguments(operation: JsonObject, wireNames: string[]): void {
  const taken = new Set(['requestbody', 'formdata']);
  const parameters = objectsIn(operation['parameters']);
  const kept = parameters.filter((parameter) => keepsName(parameter, taken));
  for (const parameter of parameters) {
    if (kept.includes(parameter)) continue;
    const wire = textAt(parameter, 'name');
    const words = pascal(wire).replace(/^\d+/, '');
    const base = camel(words === '' ? 'parameter' : words);
    const place = pascal(textAt(parameter, 'in'));
    const free = !taken.has(nameKey(base)) && !isReservedArgument(base);
    const name = takeUnique(free ? base : `${base}In${place}`, taken);
    parameter['name'] = `${MARK}${wireNames.length}${MARK}${name}`;
    wireNames.push(wire);
  }
  if (parameters.length === 0) remove(operation, 'parameters');
}

function keepsName(parameter: JsonObject, taken: Set<string>): boolean {
  const wire = textAt(parameter, 'name');
  const key = nameKey(wire.replace('[]', 'Array'));
  if (!SIMPLE_NAME.test(wire) || key === '' || taken.has(key)) return false;
  if (isReservedArgument(camel(wire)) || isReservedArgument(key)) return false;
  taken.add(key);
  return true;
}

/** Puts the names on the wire back into a file of the output, where numbers stand for them. */
export function restoreWireNames(text: string, wireNames: readonly string[]): string {
  const number = new RegExp(`'${MARK}(\\d+)${MARK}[^']*'`, 'g');
  return text.replace(number, (_, index: string) => JSON.stringify(wireNames[Number(index)] ?? ''));
}
