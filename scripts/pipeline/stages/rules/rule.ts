// What a rule of the normalise stage is.
import type { JsonObject } from '../../document/document.js';

/** Records what a rule changed, and where; every change is recorded. */
export type Note = (where: string, what: string) => void;

/** One general mend of a Swagger 2.0 document. */
export interface Rule {
  /** In the report and in tests. */
  name: string;
  /** Why a document needs it. */
  why: string;
  /** Changes the document in place. */
  apply: (document: JsonObject, note: Note) => void;
}
