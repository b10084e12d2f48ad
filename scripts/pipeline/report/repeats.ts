// Leaves out what is told twice: that code does not compile any more because of a change that the report names anyway.
import type { Change } from '../compare/change.js';
import { breakage, type BreakageId } from '../compare/surface/surface-judge.js';

/** @param changes with what users write, which joins the document's words and TypeScript's */
export function withoutRepeats(changes: readonly Change[]): Change[] {
  const told = new Set(changes.flatMap(subjectOf));
  return changes.flatMap((each) => {
    const { id, where, call = '', causes } = each;
    if (causes === undefined) return [each];
    const news = causes.filter((cause) => !told.has(`${call} ${firstWords(cause)}`));
    if (news.length === causes.length) return [each];
    return breakage(id as BreakageId, where, news).map((rest) => ({ ...each, ...rest }));
  });
}

/** The argument, or the field of a model, that itself has a change which breaks users. */
function subjectOf({ where, call, argument, breaking, causes }: Change): string[] {
  const [, part = '', ...inside] = where.split(' · ');
  const name = argument ?? /^property (.*)$/s.exec(part)?.[1];
  if (!breaking || causes !== undefined || inside.length > 0) return [];
  return call === undefined || name === undefined ? [] : [`${call} ${name}`];
}

/** What a cause is about: `formData.ttl` of `formData.ttl was number and is string now`. */
function firstWords(cause: string): string {
  return cause.replace(/ (?:no longer exists|is required now|was .* and is .* now)$/s, '');
}
