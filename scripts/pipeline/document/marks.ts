// Extensions by which one stage tells a later one what the document itself has no word for.

/** A parameter or form field without a type; it never leaves the pipeline. */
export const UNTYPED_MARK = 'x-untyped';

/** How a list is written, where OpenAPI 3 or the converter has no word for it. */
export const COLLECTION_FORMAT_MARK = 'x-collection-format';
