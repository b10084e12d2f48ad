/** Faults on demand: the form that adds them, and the list of those that wait. */
import { addFault, recover } from './actions.js';
import { byId, element, setText } from './dom.js';
import type { Store } from './store.js';

export function faultPanel(store: Store): () => void {
  const panel = byId('faults', HTMLDetailsElement);
  const form = byId('fault-form', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const data = new FormData(form);
    const times = Number(data.get('times'));
    void addFault(data.get('kind') as string, Number.isNaN(times) ? undefined : times);
  });
  byId('recover').addEventListener('click', () => void recover());
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    panel.open = false;
    panel.querySelector('summary')?.focus();
  });
  document.addEventListener('click', ({ target }) => {
    if (!panel.contains(target as Node)) panel.open = false;
  });
  let shown: Store['faults'] | undefined;
  return () => {
    if (shown === store.faults) return;
    shown = store.faults;
    const count = byId('fault-count');
    count.hidden = shown.length === 0;
    setText(count, `${shown.length}`);
    byId('fault-list').replaceChildren(
      ...shown.map(({ fault, times }) => {
        // JSON has no Infinity and gives null.
        const left = (times as number | null) === null ? 'until recovery' : `${times} to go`;
        return element('li', '', element('b', '', fault.kind), ` ${left}`);
      }),
    );
  };
}
