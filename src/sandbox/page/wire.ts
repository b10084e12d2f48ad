/** The requests behind the chosen message, or all of them, as they were on the wire. */
import type { SandboxRequest } from '../state/records.js';
import { byId, element, keyedList, setText, type View } from './dom.js';
import { fieldsOf, outcomeOf, requestText, responseText, timeOf } from './format.js';
import type { Store } from './store.js';

/** What a request said, made readable; the request as it was stands below. */
function fieldList(request: SandboxRequest): HTMLElement {
  const list = element('dl', 'fields');
  for (const [name, value] of fieldsOf(request)) {
    list.append(element('dt', '', name), element('dd', '', value));
  }
  return list;
}

function exchange(first: SandboxRequest): View<SandboxRequest> {
  const path = first.target.split('?')[0] ?? '';
  const outcome = element('span', 'outcome');
  const fault = element('span', 'tag fault', first.fault ?? '');
  fault.hidden = first.fault === undefined;
  const summary = element(
    'summary',
    '',
    element('b', 'method', first.method),
    element('span', 'path', path),
    fault,
    outcome,
    element('time', 'time', timeOf(first.at)),
  );
  const answer = element('pre');
  answer.tabIndex = 0;
  answer.setAttribute('aria-label', 'Answer');
  const request = element('pre', '', requestText(first));
  request.tabIndex = 0;
  request.setAttribute('aria-label', 'Request');
  const warnings = element('ul', 'warnings');
  const details = element(
    'details',
    'exchange',
    summary,
    warnings,
    fieldList(first),
    request,
    answer,
  );
  return {
    root: element('li', '', details),
    update: (record) => {
      const { text, ok } = outcomeOf(record);
      setText(outcome, text);
      outcome.classList.toggle('is-bad', !ok);
      setText(answer, responseText(record));
      if (warnings.childElementCount !== record.warnings.length) {
        warnings.replaceChildren(...record.warnings.map((warning) => element('li', '', warning)));
      }
    },
  };
}

export function wire(store: Store): () => void {
  const list = byId('requests');
  const render = keyedList<SandboxRequest>(list, ({ id }) => id, exchange);
  let shown: string | undefined;
  return () => {
    const requests = store.requests();
    render(requests);
    const ofMessage = store.messageId !== undefined;
    if (ofMessage && shown !== store.messageId) {
      // The one that was answered, or the latest: it tells most.
      list.querySelectorAll('details').forEach((details, at) => {
        details.open = at === 0;
      });
      list.scrollTop = 0;
    }
    shown = store.messageId;
    setText(byId('wire-title'), ofMessage ? 'Behind this message' : 'Requests');
    byId('all-requests').hidden = !ofMessage;
    byId('no-requests').hidden = requests.length > 0;
  };
}
