/** A text of any length: a long one is folded, and says how long it is. */
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';

import { formatNumber } from '../words/format.js';
import { visible } from './elements.js';
import { Found } from './found.js';

/** Characters that a line holds, roughly: enough to tell a long text from a short one without measuring. */
const LINE = 48;

const linesIn = (text: string): number =>
  text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / LINE)), 0);

export function Folding(props: {
  text: string;
  /** A text of more lines is folded. */
  lines: number;
  class: string;
}): JSX.Element {
  const { text, lines } = props;
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const isLong = linesIn(text) > lines;
  return (
    <>
      <p class={`${props.class} ${isLong && !isOpen ? 'is-folded' : ''}`.trim()} dir="auto" id={id}>
        <Found text={visible(text)} />
      </p>
      {isLong && (
        <button
          type="button"
          class="link unfold"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => {
            setOpen(!isOpen);
          }}
        >
          {isOpen ? 'Fold' : `Show all ${formatNumber(text.length)} characters`}
        </button>
      )}
    </>
  );
}
