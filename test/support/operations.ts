// The operations of the vendor's document that the package is about, named here alone for the tests that
// read the document or the generated code: whatever else a document has, they stay right.
import type { ApiResponse, TigerConnect } from '../../src/index.js';

/** As `METHOD path`, in the order of the alphabet. */
export const OPERATIONS = [
  'GET /message/typing/',
  'POST /message/',
  'PUT /message/status/',
] as const;

/** A send by `api`, which has a `Request-ID`. */
export const sendByApi = (
  { api }: Pick<TigerConnect, 'api'>,
  given: { requestId?: string; body?: string } = {},
): Promise<string> => api.message.sendMessage(sendArguments(given));

/** The same with its answer. */
export const sendWithResponse = (
  { withResponse }: Pick<TigerConnect, 'withResponse'>,
  given: { requestId?: string } = {},
): Promise<ApiResponse<string>> => withResponse.message.sendMessage(sendArguments(given));

const sendArguments = ({ body = 'Bed 12', ...given }: { requestId?: string; body?: string }) => {
  return { formData: { body }, recipient: 'nurse@ward.example', ...given };
};

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
