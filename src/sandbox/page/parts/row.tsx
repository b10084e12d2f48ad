/** One row for all lists: a sign, two lines, and what stands at their ends. */
import type { ComponentChildren, JSX } from 'preact';

import { Icon } from './elements.js';
import { Found } from './found.js';

export interface RowProps {
  readonly href: string;
  readonly sign: string;
  readonly kind?: string;
  readonly title: ComponentChildren;
  readonly end?: ComponentChildren;
  readonly sub: ComponentChildren;
  readonly subEnd?: ComponentChildren;
  readonly isCurrent: boolean;
  /** Arrived just now. */
  readonly isNew?: boolean;
  readonly tabIndex: number;
  readonly onClick?: (event: MouseEvent) => void;
}

export const Row = (row: RowProps): JSX.Element => (
  <a
    class={row.isNew === true ? 'row is-new' : 'row'}
    href={row.href}
    aria-current={row.isCurrent ? 'true' : undefined}
    tabIndex={row.tabIndex}
    onClick={row.onClick}
  >
    <Icon name={row.sign} kind={row.kind ?? ''} />
    <span class="row-title">{row.title}</span>
    <span class="row-end">{row.end}</span>
    <span class="row-sub">{row.sub}</span>
    <span class="row-sub-end">{row.subEnd}</span>
  </a>
);

const LINE = 240;

/** The beginning of a text of any length, on one line. */
export const OneLine = ({ text }: { text: string }): JSX.Element => (
  <bdi dir="auto" class="text">
    <Found text={text.slice(0, LINE).replace(/\s+/g, ' ')} />
  </bdi>
);
