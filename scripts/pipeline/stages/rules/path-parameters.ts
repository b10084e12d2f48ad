// The parameters in a path's template and those declared for it: the same ones, each required.
import type { JsonObject, Operation } from '../../document/document.js';
import { objectsIn, operationsOf, textAt } from '../../document/document.js';
import type { Note, Rule } from './rule.js';

export const pathParameters: Rule = {
  name: 'path-parameters',
  why: 'A URL cannot be built while a part of its path is optional, undeclared, or declared and nowhere in it.',
  apply(document, note) {
    for (const entry of operationsOf(document)) mend(entry, note);
  },
};

function mend({ path, operation, place }: Operation, note: Note): void {
  const inTemplate = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  const parameters = objectsIn(operation['parameters']);
  const kept = parameters.filter((parameter) => {
    if (parameter['in'] !== 'path') return true;
    return standsInTemplate(parameter, inTemplate, place, note);
  });
  const declared = kept.flatMap((parameter) =>
    parameter['in'] === 'path' ? parameter['name'] : [],
  );
  for (const name of new Set(inTemplate)) {
    if (declared.includes(name)) continue;
    kept.push({ in: 'path', name, required: true });
    note(place, `the path parameter "${name}" is not declared; it is now`);
  }
  if (kept.length > 0) operation['parameters'] = kept;
  else delete operation['parameters'];
}

function standsInTemplate(
  parameter: JsonObject,
  inTemplate: string[],
  place: string,
  note: Note,
): boolean {
  const name = textAt(parameter, 'name');
  const found =
    inTemplate.find((entry) => entry === name) ??
    inTemplate.find((entry) => entry.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    note(place, `dropped the path parameter "${name}": the path has no place for it`);
    return false;
  }
  if (found !== name) note(place, `the path parameter "${name}" is called "${found}" in the path`);
  if (parameter['required'] !== true) note(place, `the path parameter "${found}" is required`);
  Object.assign(parameter, { name: found, required: true });
  return true;
}
