// Texts that the generator puts between quotation marks or into comments without escaping them.

/** As it must stand between single quotation marks. */
export function escapeText(text: string): string {
  return escapeBackslashes(text).replaceAll("'", "\\'");
}

/** As it must stand where the generator escapes the quotation marks itself. */
export function escapeBackslashes(text: string): string {
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}

/** As it may stand in a comment. */
export function escapeComment(text: string): string {
  return text.replaceAll('*/', '*\\/');
}
