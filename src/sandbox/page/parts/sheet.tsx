/** A panel over the page. It opens and closes without a script; Escape closes it, and the focus returns. */
import type { ComponentChildren, JSX } from 'preact';

import { Icon } from './elements.js';

export const Sheet = (props: {
  id: string;
  title: string;
  children: ComponentChildren;
}): JSX.Element => (
  <div
    class="sheet"
    id={props.id}
    popover="auto"
    role="dialog"
    aria-labelledby={`${props.id}-title`}
    onFocusOut={({ currentTarget, relatedTarget }) => {
      // On a narrow screen it would hide what has the focus.
      if (relatedTarget === null || currentTarget.contains(relatedTarget as Node)) return;
      requestAnimationFrame(() => {
        currentTarget.hidePopover();
      });
    }}
  >
    <div class="head">
      <h2 id={`${props.id}-title`} tabIndex={-1} autofocus>
        {props.title}
      </h2>
      <button
        type="button"
        class="icon"
        popovertarget={props.id}
        popovertargetaction="hide"
        aria-label="Close"
      >
        <Icon name="close" />
      </button>
    </div>
    {props.children}
  </div>
);
