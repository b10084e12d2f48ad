// What the generator is given: the document, in the form in which the generator gets it right.
import type { JsonObject } from '../document.js';

export interface GeneratorInput {
  input: JsonObject;
  /** Wire names that the generator was spared, by the number that stands in for them. */
  wireNames: string[];
}

/** A copy of the document for the generator. */
export function generatorInput(document: JsonObject): GeneratorInput {
  return { input: structuredClone(document), wireNames: [] };
}
