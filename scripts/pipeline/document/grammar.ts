// The grammars of HTTP for what a document names.

/** RFC 9110, section 5.6.2. */
const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = String.raw`"(?:[^"\\\x00-\x08\x0A-\x1F\x7F]|\\[\t\x20-\x7E])*"`;

const HEADER_NAME = new RegExp(`^${TOKEN}$`);
const MEDIA_TYPE = new RegExp(
  `^${TOKEN}/${TOKEN}(?:[ \\t]*;[ \\t]*${TOKEN}=(?:${TOKEN}|${QUOTED}))*$`,
);

export function isHeaderName(text: string): boolean {
  return HEADER_NAME.test(text);
}

/** RFC 9110, section 8.3.1. */
export function isMediaType(text: string): boolean {
  return MEDIA_TYPE.test(text);
}

/** The media types of one text: some documents list them in one, with commas. */
export function splitMediaTypes(text: string): string[] {
  const whole = text.trim();
  return isMediaType(whole) ? [whole] : whole.split(',').map((type) => type.trim());
}
