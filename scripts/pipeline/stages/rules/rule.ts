import type { Json, JsonObject } from '../../document/document.js';

/**
 * Adds a note of what a rule changed, and where; every change gets one. What the document says and nothing
 * later has is given too: the comparison with the next document needs it.
 */
export type AddNote = (where: string, what: string, lost?: Json) => void;

/** One general correction of a Swagger 2.0 document. */
export interface Rule {
  /** Also the name of its file and of its test; shown in the report. */
  name: string;
  /** Why a document needs it. */
  why: string;
  /** Changes the document in place. */
  apply: (document: JsonObject, note: AddNote) => void;
}

/** What stops the generation: the part of the document and, in words, why and what to do. */
export class RefusedPart extends Error {
  override readonly name = 'RefusedPart';

  constructor(
    readonly path: readonly (string | number)[],
    readonly problem: string,
    readonly correction: string,
  ) {
    super(problem);
  }
}
