// Finds headers that an operation has twice: their names are the same whatever their case, which the linter
// does not know. A rule keeps one of those in the vendor's document; what comes later, the overlay adds.
import {
  dereference,
  type JsonObject,
  objectsIn,
  operationsOf,
  textAt,
} from '../../document/document.js';

export function findRepeatedHeaders(document: JsonObject): { where: string; message: string }[] {
  return operationsOf(document).flatMap(({ item, operation, place }) => {
    const names = new Map<string, string>();
    const parameters = [item, operation].flatMap((holder) => objectsIn(holder['parameters']));
    return parameters.flatMap((given) => {
      const parameter = dereference(document, given);
      if (parameter['in'] !== 'header') return [];
      const name = textAt(parameter, 'name');
      const known = names.get(name.toLowerCase());
      names.set(name.toLowerCase(), name);
      if (known === undefined || known === name) return [];
      const message = `The headers "${known}" and "${name}" are one header.`;
      return [{ where: place, message }];
    });
  });
}
