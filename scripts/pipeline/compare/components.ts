// Compares named schemas, each once for all operations that use it, in the directions in which they
// send or receive it.
import { dereference, equal, objectOf, operationsOf, textOf } from '../document/document.js';
import type { Json, JsonObject } from '../document/document.js';
import { type Change, change } from './change.js';
import type { Direction, Documents } from './judge.js';
import { compareDefinitions } from './schema.js';
import { compareTexts, sameByRules } from './texts.js';

export function compareComponents(documents: Documents): Change[] {
  const [old, now] = [schemasIn(documents.before), schemasIn(documents.after)];
  const removed = [...old.keys()].filter((name) => !now.has(name));
  const added = [...now.keys()].filter((name) => !old.has(name));
  const changed = [...old.keys()].filter(
    (name) => now.has(name) && !equal(old.get(name), now.get(name)),
  );
  return [
    ...removed.map((name) => change('schema-removed', `schema ${name}`)),
    ...added.map((name) => change('schema-added', `schema ${name}`)),
    // Finding the uses means a walk over both documents: only when there is something to judge.
    ...(changed.length > 0 ? compareChanged(documents, changed) : []),
  ];
}

function schemasIn(document: JsonObject): Map<string, Json> {
  return new Map(Object.entries(objectOf(objectOf(document['components'])['schemas'])));
}

function compareChanged(documents: Documents, names: readonly string[]): Change[] {
  const uses = (['request', 'response'] as const).map((direction) => ({
    direction,
    names: new Set([
      ...findSchemas(documents.before, direction),
      ...findSchemas(documents.after, direction),
    ]),
  }));
  const [old, now] = [schemasIn(documents.before), schemasIn(documents.after)];
  return names.flatMap((name) => {
    const where = `schema ${name}`;
    const found = uses.filter((use) => use.names.has(name));
    if (found.length === 0) return [change('schema-unused', where)];
    const changes = [
      ...found.flatMap(({ direction }) =>
        compareDefinitions({ documents, where, direction }, old.get(name), now.get(name)),
      ),
      ...compareTexts(where, old.get(name), now.get(name)),
    ];
    return changes.length > 0 ? changes : [sameByRules(where, old.get(name), now.get(name))];
  });
}

/** Names of the schemas that operations send or receive, directly or inside others. */
function findSchemas(document: JsonObject, direction: Direction): Set<string> {
  const references = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const reference = textOf(objectOf(value)['$ref']);
    if (reference !== undefined && !references.has(reference)) {
      references.add(reference);
      visit(dereference(document, value));
    }
    Object.values(value).forEach(visit);
  };
  for (const { item, operation } of operationsOf(document)) {
    const parts =
      direction === 'request'
        ? [item['parameters'], operation['parameters'], operation['requestBody']]
        : [operation['responses']];
    parts.forEach(visit);
  }
  const prefix = '#/components/schemas/';
  return new Set(
    [...references].filter((r) => r.startsWith(prefix)).map((r) => r.slice(prefix.length)),
  );
}
