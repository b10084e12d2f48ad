/** Faults on demand: those that wait, and the form that adds one. */
import type { JSX } from 'preact';

import { removeAllFaults, removeFault } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { describeFault, describeWaiting } from '../words/pending-fault.js';
import { Icon } from './elements.js';
import { FaultForm } from './fault-form.js';
import { Sheet } from './sheet.js';

/** A button that goes hands its focus on. */
const focusTitle = (): void => {
  document.getElementById('faults-title')?.focus();
};

const MAX_SHOWN = 50;

function Armed({ page }: { page: Page }): JSX.Element | null {
  const { faults } = page.records;
  if (faults.length === 0) return null;
  return (
    <section aria-labelledby="armed-title">
      <div class="sub-head">
        <h3 id="armed-title">Armed</h3>
        <button
          type="button"
          class="link"
          onClick={() => {
            focusTitle();
            void removeAllFaults();
          }}
        >
          Remove all
        </button>
      </div>
      <ol class="armed-list">
        {faults.slice(0, MAX_SHOWN).map((one) => (
          <li key={one.id}>
            <Icon name="bolt" />
            <span>
              <b>{describeFault(one.fault)}</b> {describeWaiting(one)}
            </span>
            <button
              type="button"
              class="icon"
              aria-label={`Remove: ${describeFault(one.fault)} ${describeWaiting(one)}`}
              onClick={() => {
                focusTitle();
                void removeFault(one.id);
              }}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ol>
      {faults.length > MAX_SHOWN && <p>and {faults.length - MAX_SHOWN} more</p>}
    </section>
  );
}

export const FaultSheet = ({ page }: { page: Page }): JSX.Element => (
  <Sheet id="faults" title="Faults">
    <FaultForm operations={page.records.operations}>
      <Armed page={page} />
    </FaultForm>
  </Sheet>
);
