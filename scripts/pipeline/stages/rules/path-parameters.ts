// Declares exactly the parameters of a path's template, each of them required.
import type { JsonObject, Operation } from '../../document/document.js';
import { objectsIn, operationsOf, textAt } from '../../document/document.js';
import { pathParameterName } from '../../document/names.js';
import type { AddNote, Rule } from './rule.js';

export const pathParameters: Rule = {
  name: 'path-parameters',
  why: 'A URL cannot be built when a parameter of its path is optional, undeclared, or missing from the path.',
  apply(document, note) {
    for (const entry of operationsOf(document)) correctParameters(entry, note);
  },
};

function correctParameters({ path, operation, place }: Operation, note: AddNote): void {
  const inTemplate = [...path.matchAll(/\{([^{}]+)\}/g)].map((match) => match[1] ?? '');
  const parameters = objectsIn(operation['parameters']);
  const kept = parameters.filter((parameter) => {
    if (parameter['in'] !== 'path') return true;
    return matchTemplate(parameter, inTemplate, place, note);
  });
  const declared = kept.flatMap((parameter) =>
    parameter['in'] === 'path' ? parameter['name'] : [],
  );
  for (const name of new Set(inTemplate)) {
    if (declared.includes(name)) continue;
    kept.push({ in: 'path', name, required: true });
    note(place, `the path parameter "${name}" was not declared`);
  }
  if (kept.length > 0) operation['parameters'] = kept;
  else delete operation['parameters'];
}

function matchTemplate(
  parameter: JsonObject,
  inTemplate: string[],
  place: string,
  note: AddNote,
): boolean {
  const name = textAt(parameter, 'name');
  const found =
    inTemplate.find((entry) => entry === name) ??
    inTemplate.find((entry) => entry === pathParameterName(name)) ??
    inTemplate.find((entry) => entry.toLowerCase() === name.toLowerCase());
  if (found === undefined) {
    const what = `dropped the path parameter "${name}": the path does not contain it`;
    note(place, what, parameter);
    return false;
  }
  if (found !== name)
    note(place, `the path parameter "${name}" is renamed to "${found}", as in the path`);
  if (parameter['required'] !== true) note(place, `the path parameter "${found}" is required`);
  Object.assign(parameter, { name: found, required: true });
  return true;
}
