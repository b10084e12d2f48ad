/** The requests of the chosen message, or all requests, as they were on the wire. */
import type { SandboxRequest } from '../state/records.js';
import { byId, element, keyedList, setText, type View } from './dom.js';
import {
  decodeFields,
  formatRequest,
  formatResponse,
  formatTime,
  summariseOutcome,
} from './format.js';
import type { Store } from './store.js';

/** The decoded fields; the request as it was on the wire stands below them. */
function fieldList(request: SandboxRequest): HTMLElement {
  const list = element('dl', 'fields');
  for (const [name, value] of decodeFields(request)) {
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
    element('time', 'time', formatTime(first.at)),
  );
  const answer = element('pre');
  answer.tabIndex = 0;
  answer.setAttribute('aria-label', 'Answer');
  const request = element('pre', '', formatRequest(first));
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
      const { text, ok } = summariseOutcome(record);
      setText(outcome, text);
      outcome.classList.toggle('is-bad', !ok);
      setText(answer, formatResponse(record));
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
      // The latest request tells most: it is the one that was answered.
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
