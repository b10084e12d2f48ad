// Media types as they are compared: in lower case, and whatever the charset.
import { type JsonObject, objectOf } from '../document/document.js';

export function byMediaType(content: unknown): Map<string, JsonObject> {
  return new Map(
    Object.entries(objectOf(content)).map(([type, media]) => [
      withoutCharset(type),
      objectOf(media),
    ]),
  );
}

function withoutCharset(type: string): string {
  const [name = '', ...parameters] = type.split(';').map((part) => part.trim());
  const kept = parameters.filter((parameter) => !/^charset\s*=/i.test(parameter));
  return [name.toLowerCase(), ...kept].join('; ');
}
