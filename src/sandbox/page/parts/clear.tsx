/** Asks before everything is cleared. */
import type { JSX } from 'preact';

import { reset } from '../model/actions.js';
import type { Page } from '../model/page.js';
import { plural } from '../words/format.js';

export function Clear({ page }: { page: Page }): JSX.Element {
  const { messages, requests } = page.records.totals;
  return (
    <div class="ask" id="clear" popover="auto" role="dialog" aria-labelledby="clear-title">
      <h2 id="clear-title">Clear everything?</h2>
      <p>
        {plural(messages, 'message')} and {plural(requests, 'request')} go, with the faults that are
        armed. Request-IDs are forgotten too: a repeat makes a new message.
      </p>
      <p class="choice-of-two">
        <button
          type="button"
          class="danger"
          popovertarget="clear"
          popovertargetaction="hide"
          onClick={() => void reset()}
        >
          Clear
        </button>
        <button type="button" popovertarget="clear" popovertargetaction="hide" autofocus>
          Keep
        </button>
      </p>
    </div>
  );
}
