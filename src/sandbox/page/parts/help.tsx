/** What the signs mean, and which keys there are. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import { MESSAGE_STATES, OUTCOME_KINDS } from '../words/names.js';
import { Icon } from './elements.js';
import { singleKeys } from './row-keys.js';
import { Sheet } from './sheet.js';

const KEYS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['/'], 'Search'],
  [['↓', '↑', 'j', 'k'], 'Next and previous row'],
  [['Enter', '→'], 'Go to what is chosen'],
  [['←', 'Esc'], 'Back to the list'],
  [['1', '2', '3'], 'Recipients, messages, requests'],
  [['[', ']'], 'Previous and next attempt'],
  [['d'], 'Mark as delivered'],
  [['r'], 'Mark as read'],
  [['c'], 'Copy the request as curl'],
  [['f'], 'Faults'],
  [['?'], 'This page'],
];

const Legend = (props: {
  title: string;
  names: Readonly<Record<string, readonly [string, string]>>;
}): JSX.Element => (
  <section>
    <h3>{props.title}</h3>
    <dl class="legend">
      {Object.entries(props.names).map(([kind, [name, meaning]]) => (
        <div key={kind}>
          <dt>
            <Icon name={kind} kind={`is-${kind}`} />
            {name}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </section>
);

export const Signs = (): JSX.Element => (
  <>
    <Legend title="What a message can be" names={MESSAGE_STATES} />
    <Legend title="How a request can end" names={OUTCOME_KINDS} />
  </>
);

export function Help(): JSX.Element {
  const [areOn, setOn] = useState(singleKeys.areOn);
  return (
    <Sheet id="help" title="Signs and keys">
      <div class="sheet-scroll">
        <Signs />
        <section>
          <h3>Keys</h3>
          <dl class="keys">
            {KEYS.map(([keys, meaning]) => (
              <div key={meaning}>
                <dt>
                  {keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <label class="check">
            <input
              type="checkbox"
              checked={areOn}
              onChange={({ currentTarget }) => {
                singleKeys.areOn = currentTarget.checked;
                setOn(currentTarget.checked);
              }}
            />
            Keys of one letter or sign work without Ctrl
          </label>
        </section>
      </div>
    </Sheet>
  );
}
