/** One request to the byte: what it says, how it was on the wire, and what was answered. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { formatDuration } from '../words/format.js';
import { describeOutcome } from '../words/outcome.js';
import { describeSilence, formatCurl, formatRequest, statusLine } from '../words/wire-text.js';
import { Copy, Icon, Unseen } from './elements.js';
import { FieldList } from './field-list.js';

/** Headers that tell the story. */
const TELLING = /^(?:request-id|tt-x-message-id|retry-after)$/i;

const Headers = ({ headers }: { headers: Readonly<Record<string, string>> }): JSX.Element => (
  <>
    {Object.entries(headers).map(([name, value]) => (
      <span key={name} class={TELLING.test(name) ? 'line is-telling' : 'line'}>
        <span class="name">{name}: </span>
        {value}
      </span>
    ))}
  </>
);

const Body = ({ text }: { text: string }): JSX.Element | null =>
  text === '' ? null : (
    <>
      <span class="line" />
      <span class="line" dir="auto">
        {text}
      </span>
    </>
  );

/** Chooses among the attempts of a send. */
function Pick({ page, request }: { page: Page; request: SandboxRequest }): JSX.Element | null {
  const { attempts, view, draw } = page;
  if (attempts.length < 2 || !attempts.some(({ id }) => id === request.id)) return null;
  return (
    <fieldset class="pick">
      <legend class="unseen">Attempt</legend>
      {attempts.map(({ id }, index) => (
        <label key={id}>
          <input
            class="unseen"
            type="radio"
            name="attempt"
            checked={id === request.id}
            onChange={() => {
              view.exact = id;
              draw();
            }}
          />
          <Unseen>Attempt </Unseen>
          {index + 1}
        </label>
      ))}
    </fieldset>
  );
}

function Answer({ page, request }: { page: Page; request: SandboxRequest }): JSX.Element {
  const { response, fault } = request;
  const { kind } = describeOutcome(request, page.attempts);
  if (response === undefined) {
    return (
      <p class="silence">
        <Icon name={kind} kind={`is-${kind}`} />
        {describeSilence(request)}
      </p>
    );
  }
  return (
    <pre>
      <span class="line">
        <span class="name">HTTP/1.1 </span>
        <b class={`is-${kind}`}>{statusLine(response.status)}</b>
      </span>
      <Headers headers={response.headers} />
      <Body text={response.body} />
      {fault === 'half-body' && <span class="line cut">The connection was closed here.</span>}
    </pre>
  );
}

export function ExactRequest({
  page,
  request,
}: {
  page: Page;
  request: SandboxRequest;
}): JSX.Element {
  const { method, target, headers, body, at, answeredAt } = request;
  const isStatusUpdate =
    page.chosen.message !== undefined && request.operation === 'updateMessageStatus';
  return (
    <div class="wire-side" id="wire">
      <div class="head">
        <h3>{isStatusUpdate ? 'Exact status update' : 'Exact request'}</h3>
        <Pick page={page} request={request} />
        <span class="push" />
        <Copy text={formatCurl(request, page.records.url)} label="Copy as curl" class="curl">
          <span>
            <span class="fold">Copy as </span>curl
          </span>
        </Copy>
        <Copy text={formatRequest(request)} label="Copy the request as it was" class="">
          <span class="fold">Copy</span>
        </Copy>
      </div>
      <FieldList page={page} request={request} />
      <section aria-labelledby="wire-request">
        <h4 id="wire-request">On the wire</h4>
        <pre>
          <span class="line">
            <b>{method}</b> {target}
            <span class="name"> HTTP/1.1</span>
          </span>
          <Headers headers={headers} />
          <Body text={body} />
        </pre>
      </section>
      <section aria-labelledby="wire-answer">
        <h4 id="wire-answer">
          Answer
          {answeredAt !== undefined && (
            <span class="after">after {formatDuration(answeredAt - at)}</span>
          )}
        </h4>
        <Answer page={page} request={request} />
      </section>
    </div>
  );
}
