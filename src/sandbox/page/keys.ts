/** The keys of the whole page. Those that move within a list are the list's own. */
import { singleKeys } from './parts/row-keys.js';

const query = (selector: string): HTMLElement | null => document.querySelector(selector);

/** The row that Tab would go to, in the recipients or in the list in the middle. */
const focusRow = (pane: string): void => {
  query(`${pane} a.row[tabindex="0"]`)?.focus();
};

/** The list is drawn with the next frame. A sheet that is opened meanwhile keeps the focus. */
function focusRowSoon(pane: string): void {
  requestAnimationFrame(() => {
    requestAnimationFrame(() => {
      if (query(':popover-open') === null) focusRow(pane);
    });
  });
}

function showList(name: 'recipients' | 'messages' | 'requests'): void {
  location.hash = `#${name}`;
  const hasColumn = query('.pane.recipients') !== null;
  focusRowSoon(name === 'recipients' && hasColumn ? '.pane.recipients' : '.pane.list');
}

function pickAttempt(by: 1 | -1): void {
  const picks = [...document.querySelectorAll<HTMLInputElement>('.pick input')];
  picks[picks.findIndex(({ checked }) => checked) + by]?.click();
}

const ACTIONS: Readonly<Record<string, () => void>> = {
  '/': () => query('#search')?.focus(),
  '?': () => query('#help')?.togglePopover(),
  f: () => query('#faults')?.togglePopover(),
  '1': () => {
    showList('recipients');
  },
  '2': () => {
    showList('messages');
  },
  '3': () => {
    showList('requests');
  },
  d: () => query('.act[data-state=delivered]')?.click(),
  r: () => query('.act[data-state=read]')?.click(),
  c: () => query('#wire .curl')?.click(),
  '[': () => {
    pickAttempt(-1);
  },
  ']': () => {
    pickAttempt(1);
  },
};

function inSearch(event: KeyboardEvent, target: HTMLElement): void {
  if (event.key === 'Escape') target.blur();
  if (event.key !== 'ArrowDown' || target.id !== 'search') return;
  event.preventDefault();
  focusRow('.pane.list');
}

/** Out of the detail, to the row of what is chosen. */
function leaveDetail(): void {
  const back = query('.back');
  // On a narrow screen the list is another screen.
  if (back !== null && back.offsetParent !== null) back.click();
  focusRowSoon('.pane.list');
}

function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (target.matches('input:not([type=radio], [type=checkbox]), select, textarea')) {
    inSearch(event, target);
    return;
  }
  // A radio button has these keys for itself.
  const isRadio = target.matches('input[type=radio]');
  if (event.key === 'ArrowRight' && target.matches('.row')) query('#detail')?.focus();
  else if (event.key === 'Escape' && document.querySelector(':popover-open') !== null) return;
  else if (
    (event.key === 'Escape' || (event.key === 'ArrowLeft' && !isRadio)) &&
    target.closest('#detail') !== null
  ) {
    leaveDetail();
  } else if (singleKeys.areOn && Object.hasOwn(ACTIONS, event.key)) {
    event.preventDefault();
    ACTIONS[event.key]?.();
  }
}

export function listenToKeys(): void {
  document.addEventListener('keydown', onKey);
}
