// Compares named schemas, each once however many operations use it, in the directions in which the
// operations send or receive it.
import { breaking, type Change, detail, feature } from './change.js';
import { asNode, asText, type Documents, equal, type Node, operationsOf } from './document.js';
import { asList, resolve } from './document.js';
import type { Direction } from './judge.js';
import { REWORDED, WORDING } from './operations.js';
import { compareDefinitions } from './schema.js';

export function compareComponents(documents: Documents): Change[] {
  const [old, now] = [schemasOf(documents.before), schemasOf(documents.after)];
  const changed = Object.keys(old).filter((name) => name in now && !equal(old[name], now[name]));
  return [
    ...Object.keys(old)
      .filter((name) => !(name in now))
      .map((name) => removedSchema(name)),
    ...Object.keys(now)
      .filter((name) => !(name in old))
      .map((name) => addedSchema(name)),
    // Finding the uses means a walk over both documents: only when there is something to judge.
    ...(changed.length > 0 ? compareChanged(documents, changed) : []),
  ];
}

function schemasOf(document: Node): Node {
  return asNode(asNode(document['components'])['schemas']);
}

function removedSchema(name: string): Change {
  const why = 'Code that names its type no longer compiles.';
  return breaking('removed', `schema ${name}`, 'It was removed.', why);
}

function addedSchema(name: string): Change {
  return feature('added', `schema ${name}`, 'It was added.', 'A new type; all others stay.');
}

function compareChanged(documents: Documents, names: readonly string[]): Change[] {
  const used = (['request', 'response'] as const).map((direction) => ({
    direction,
    names: new Set([
      ...schemasReached(documents.before, direction),
      ...schemasReached(documents.after, direction),
    ]),
  }));
  const [old, now] = [schemasOf(documents.before), schemasOf(documents.after)];
  return names.flatMap((name) => {
    const where = `schema ${name}`;
    const changes = used
      .filter((use) => use.names.has(name))
      .flatMap(({ direction }) =>
        compareDefinitions({ documents, where, direction }, old[name], now[name]),
      );
    if (changes.length > 0) return changes;
    const isUsed = used.some((use) => use.names.has(name));
    return isUsed
      ? [detail('changed', where, REWORDED, WORDING)]
      : [detail('changed', where, 'It changed.', 'No operation sends or receives it.')];
  });
}

/** Names of the schemas that operations send or receive, directly or inside others. */
function schemasReached(document: Node, direction: Direction): Set<string> {
  const references = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const reference = asText((value as Node)['$ref']);
    if (reference !== undefined && !references.has(reference)) {
      references.add(reference);
      visit(resolve(document, value));
    }
    Object.values(value).forEach(visit);
  };
  for (const { node, shared } of operationsOf(document)) {
    const parts =
      direction === 'request'
        ? [shared, asList(node['parameters']), node['requestBody']]
        : [node['responses']];
    parts.forEach(visit);
  }
  const prefix = '#/components/schemas/';
  return new Set(
    [...references].filter((r) => r.startsWith(prefix)).map((r) => r.slice(prefix.length)),
  );
}
