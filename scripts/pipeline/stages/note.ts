/** Something that a stage changed in the document, or that the client has no place for. */
export interface StageNote {
  /** The stage: `normalise`, `validate` or `emit`. */
  stage: string;
  /** The rule that acted. */
  rule: string;
  where: string;
  what: string;
}
