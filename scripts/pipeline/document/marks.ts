// Extensions by which one stage tells a later one what the document itself has no word for.

/** A parameter or form field without a type; it never leaves the pipeline. */
export const UNTYPED_MARK = 'x-untyped';

/**
 * What the rules left out, so that no change of it goes unseen: for each thing where it was, what happened to
 * it, and itself as JSON, in which nothing is a reference.
 */
export const LEFT_OUT_MARK = 'x-left-out';

/** How a list is written, where OpenAPI 3 or the converter has no word for it. */
export const COLLECTION_FORMAT_MARK = 'x-collection-format';
