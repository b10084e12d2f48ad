// Says what the vendor changed while the overlay does not fit its new document: that document with only some of
// the overlay's actions would show as the vendor's what is only not applied. So the vendor's two documents are
// compared as they are. Of each change it is then open what it means to users, unless the clients say the same.
import type { Change, Comparison } from './change.js';
import { compare } from './compare.js';

/** The vendor's two documents as OpenAPI 3, without the overlay; the earlier one may not be known. */
export interface Vendors {
  before: unknown;
  after: unknown;
}

const OPEN = 'Whether it breaks users is known when the overlay fits.';

/** `overlaid` are the documents of the clients; of the new one, with the actions that could be applied. */
export function compareVendors({ before, after }: Vendors, overlaid: Vendors): Comparison {
  const { changes, first } = compare(before, after);
  const known = new Set(compare(overlaid.before, overlaid.after).changes.map(keyFor));
  const judged = changes.map((each) => {
    const isCertain = each.breaking && known.has(keyFor(each));
    return isCertain ? each : { ...each, breaking: false, why: OPEN };
  });
  judged.sort((a, b) => Number(b.breaking) - Number(a.breaking));
  return { changes: judged, bump: 'unknown', first };
}

function keyFor({ id, where, what }: Change): string {
  return [id, where, what].join('\n');
}
