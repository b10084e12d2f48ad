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

/** While actions of the overlay do not fit, nobody knows yet that nothing breaks. */
export function comparison(found: Comparison, paint: Paint): string[] {
  const { changes, bump, first } = found;
  const groups = groupChanges(changes).flatMap((group) => groupLines(group, paint));
  const breaks = changes.filter((change) => change.breaking).length;
  const verdict = `${breaks} ${breaks === 1 ? 'breaks' : 'break'} users`;
  if (bump === 'unknown') {
    return [
      paint.bad(`${staleTitle(found)}${breaks === 0 ? '' : `, ${verdict}`}`),
      paint.bad('Version bump: not known until the overlay fits'),
      ...groups,
    ];
  }
  if (first) return [paint.title('First generation: nothing to compare with')];
  if (changes.length === 0) return [paint.title('No change since the last generation')];
  const total = `${count(changes.length, 'change')} since the last generation`;
  return [
    paint.title(`${total}, ${breaks === 0 ? 'none breaks users' : verdict}`),
    `Version bump: ${breaks === 0 ? ADVICE[bump] : paint.bad(ADVICE[bump])}`,
    ...groups,
  ];
}

function staleTitle({ changes, first }: Comparison): string {
  if (first) return 'The overlay no longer fits: what changed is not known yet';
  const total = changes.length === 0 ? 'no change' : count(changes.length, 'change');
  return `The overlay no longer fits: ${total} in the vendor's own document`;
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
