// The comparison with the last generation, for people: the verdict and the version that follows, then what
// breaks users, then the rest.
import type { Bump, Comparison } from '../compare/change.js';
import { type ChangeGroup, firstPlaces, groupChanges } from './group.js';
import type { Paint } from './paint.js';
import { count } from './sections.js';

const SIGNS = { added: '+', changed: '~', removed: '-' };

const ADVICE: Record<Bump, string> = {
  none: 'no release needed',
  patch: 'patch',
  minor: 'minor (while the version is 0.x: raise the last number)',
  major: 'major (while the version is 0.x: raise the middle number, as 0.1.4 to 0.2.0)',
};

/** With actions of the overlay that no longer fit, nobody knows yet that nothing breaks. */
export function comparison(
  { changes, bump, first }: Comparison,
  isStale: boolean,
  paint: Paint,
): string[] {
  if (first) return [paint.title('First generation: nothing to compare with')];
  if (changes.length === 0) return [paint.title('No change since the last generation')];
  const breaks = changes.filter((change) => change.breaking).length;
  const none = isStale ? 'and the overlay no longer fits' : 'none breaks users';
  const verdict = breaks === 0 ? none : `${breaks} ${breaks === 1 ? 'breaks' : 'break'} users`;
  const advice = isStale && breaks === 0 ? 'not known until the overlay fits' : ADVICE[bump];
  return [
    paint.title(`${count(changes.length, 'change')} since the last generation, ${verdict}`),
    `Version bump: ${breaks === 0 && !isStale ? advice : paint.bad(advice)}`,
    ...groupChanges(changes).flatMap((group) => groupLines(group, paint)),
  ];
}

function groupLines(group: ChangeGroup, paint: Paint): string[] {
  const { kind, breaking, places, what, why } = group;
  const ink = breaking ? paint.bad : kind === 'added' ? paint.good : (text: string) => text;
  return [
    ...firstPlaces(places, 5).map((place, index) =>
      index === 0
        ? `  ${ink(`${SIGNS[kind]} ${place}`)}${breaking ? paint.bad('  BREAKING') : ''}`
        : `  ${ink(`  ${place}`)}`,
    ),
    `      ${what} ${paint.faint(why)}`,
  ];
}
