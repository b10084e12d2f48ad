/** A few lines to copy. */
import type { JSX } from 'preact';

import { Copy } from './elements.js';

export const CopyBlock = ({ text, label }: { text: string; label: string }): JSX.Element => (
  <div class="copy-block">
    <pre>
      {text.split('\n').map((line) => (
        <span key={line} class="line">
          {line}
        </span>
      ))}
    </pre>
    <Copy text={text} label={label} />
  </div>
);
