// The operations of the vendor's document that the package is about, named here alone for the tests that
// read the document or the generated code: whatever else a document has, they stay right.

/** As `METHOD path`, in the order of the alphabet. */
export const OPERATIONS = [
  'GET /message/typing/',
  'POST /message/',
  'PUT /message/status/',
] as const;

/** The document with these operations only. */
export function withOperationsOnly<T extends { paths: Record<string, object> }>(document: T): T {
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const kept = Object.entries(item).filter(([method]) => {
      return OPERATIONS.some((place) => place === `${method.toUpperCase()} ${path}`);
    });
    return [path, Object.fromEntries(kept)] as const;
  });
  return { ...document, paths: Object.fromEntries(paths) };
}
