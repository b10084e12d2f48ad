/** A JSON parser that tells positions; loaded with the commands that read JSON. */
export { type JSONVisitor, visit } from 'jsonc-parser';
