// Names for the arguments of a method. The generator makes them of the parameters' names, and does
// not notice when two become one, when nothing is left, or when the result is a word of TypeScript.
import type { JsonObject } from '../../document/document.js';
import { objectsIn, remove, textAt } from '../../document/document.js';
import { camel, isReservedArgument, nameKey, pascal, takeUnique } from '../../document/names.js';

/** Stands before and behind the number of a wire name; never in a document. */
const mark = '\u0001';

/** Of these the generator makes what it likes; `api-version` it leaves out. */
const simple = /^(?!api-version$)[\w.[\]$:-]+$/;

/**
 * Where a parameter's name makes no good argument, puts a name in its place that does, with a number
 * by which `restoreWireNames` puts the name on the wire back into the output.
 */
export function argumentNames(operation: JsonObject, wireNames: string[]): void {
  const taken = new Set(['requestbody', 'formdata']);
  const parameters = objectsIn(operation['parameters']);
  const proper = parameters.filter((parameter) => keepsName(parameter, taken));
  for (const parameter of parameters) {
    if (proper.includes(parameter)) continue;
    const wire = textAt(parameter, 'name');
    const words = pascal(wire).replace(/^\d+/, '');
    const base = camel(words === '' ? 'parameter' : words);
    const place = pascal(textAt(parameter, 'in'));
    const free = !taken.has(nameKey(base)) && !isReservedArgument(base);
    const name = takeUnique(free ? base : `${base}In${place}`, taken);
    parameter['name'] = `${mark}${wireNames.length}${mark}${name}`;
    wireNames.push(wire);
  }
  if (parameters.length === 0) remove(operation, 'parameters');
}

function keepsName(parameter: JsonObject, taken: Set<string>): boolean {
  const wire = textAt(parameter, 'name');
  const key = nameKey(wire.replace('[]', 'Array'));
  if (!simple.test(wire) || key === '' || taken.has(key)) return false;
  if (isReservedArgument(camel(wire)) || isReservedArgument(key)) return false;
  taken.add(key);
  return true;
}

/** A step over the generator's output: the names on the wire, where numbers stand for them. */
export function restoreWireNames(text: string, wireNames: readonly string[]): string {
  const number = new RegExp(`'${mark}(\\d+)${mark}[^']*'`, 'g');
  return text.replace(number, (_, index: string) => JSON.stringify(wireNames[Number(index)] ?? ''));
}
