/** Says while faults are armed, so that nobody wonders why requests fail. */
import type { JSX } from 'preact';

import { removeAllFaults } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { plural } from '../words/format.js';
import { describeFault, describeWaiting } from '../words/pending-fault.js';
import { Icon } from './elements.js';

const MAX_NAMED = 5;

export function FaultStrip({ page }: { page: Page }): JSX.Element | null {
  const { faults } = page.records;
  if (faults.length === 0) return null;
  const named = faults
    .slice(0, MAX_NAMED)
    .map((one) => `${describeFault(one.fault)} ${describeWaiting(one)}.`);
  return (
    <section class="strip" aria-label="Armed faults">
      <Icon name="bolt" />
      <p>
        <b>{plural(faults.length, 'fault')} armed.</b> <span>{named.join(' ')}</span>
      </p>
      <button
        type="button"
        class="link"
        onClick={() => {
          document.getElementById('open-faults')?.focus();
          void removeAllFaults();
        }}
      >
        Remove all
      </button>
    </section>
  );
}
