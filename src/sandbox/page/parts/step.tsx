/** One step of a story. */
import type { ComponentChildren, JSX } from 'preact';

import { formatDuration, formatExactTime } from '../words/format.js';
import { Icon, Time, Unseen } from './elements.js';

export interface StepProps {
  readonly sign: string;
  readonly kind?: string;
  readonly title: ComponentChildren;
  readonly at?: number | undefined;
  /** Milliseconds since the step before. */
  readonly gap?: number | undefined;
  readonly status?: number | undefined;
  readonly end?: ComponentChildren;
  /** Below the title. */
  readonly children?: ComponentChildren;
  /** Shows the request of this step. */
  readonly onPress?: (() => void) | undefined;
  readonly isPressed?: boolean;
}

export function Step(step: StepProps): JSX.Element {
  const { sign, kind = '', title, at, gap, status, end, children, onPress } = step;
  return (
    <li class={`step ${kind}`.trim()}>
      <span class="node">
        <Icon name={sign} />
      </span>
      {onPress === undefined ? (
        <p class="step-title">{title}</p>
      ) : (
        <button
          type="button"
          class="step-title"
          aria-pressed={step.isPressed === true}
          onClick={onPress}
        >
          {title}
        </button>
      )}
      <span class="step-end">
        {gap !== undefined && <span>+{formatDuration(gap)}</span>}
        {status !== undefined && (
          <span class="status">
            <Unseen>status </Unseen>
            {status}
          </span>
        )}
        {end}
        {at !== undefined && <Time at={at} text={formatExactTime(at)} />}
      </span>
      <div class="step-why">{children}</div>
    </li>
  );
}
