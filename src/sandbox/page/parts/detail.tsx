/** What is chosen: the message, its story, and the exact request behind it. */
import { Fragment, type JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { describeDeed } from '../words/deed.js';
import { addressKind } from '../words/names.js';
import { Icon, Unseen, visible } from './elements.js';
import { ExactRequest } from './exact-request.js';
import { Found } from './found.js';
import { MessageCard } from './message-card.js';
import { Story } from './story.js';
import { Verdict } from './verdict.js';

/** An address that breaks at its joints when it needs a second line. */
const Breakable = ({ text }: { text: string }): JSX.Element => (
  <>
    {text.split(/(?<=[@.-])/).map((part, at) => (
      <Fragment key={at}>
        {at > 0 && <wbr />}
        <Found text={part} />
      </Fragment>
    ))}
  </>
);

const MessageTitle = ({ recipient }: { recipient: string }): JSX.Element => (
  <h2 id="detail-title">
    <Unseen>Message to </Unseen>
    <Icon name={addressKind(recipient)} />
    <bdi dir="auto">
      <Breakable text={recipient} />
    </bdi>
  </h2>
);

function RequestTitle({ page, request }: { page: Page; request: SandboxRequest }): JSX.Element {
  const { verb, to } = describeDeed(request, (id) => page.records.message(id)?.recipient);
  return (
    <h2 id="detail-title">
      <span>{verb}</span>
      {to !== undefined && (
        <bdi dir="auto">
          <Breakable text={visible(to)} />
        </bdi>
      )}
    </h2>
  );
}

export function Detail({ page }: { page: Page }): JSX.Element {
  const { chosen, attempts, exact, view } = page;
  const { message, request } = chosen;
  const back = (
    <a class="back" href={`#${view.list}`}>
      <Icon name="back" />
      {view.list === 'messages' ? 'Messages' : 'Requests'}
    </a>
  );
  if (message === undefined && request === undefined) {
    return (
      <section class="pane detail" id="detail" aria-label="What is chosen" tabIndex={-1}>
        <div class="head">{back}</div>
        <p class="none">
          {view.id === undefined
            ? 'Choose a message or a request to see its story.'
            : 'This record is no longer kept.'}
        </p>
      </section>
    );
  }
  const isStory = message !== undefined || attempts.length > 1;
  return (
    <section class="pane detail" id="detail" aria-labelledby="detail-title" tabIndex={-1}>
      <div class="head">
        {back}
        {message ? (
          <MessageTitle recipient={message.recipient} />
        ) : (
          request && <RequestTitle page={page} request={request} />
        )}
      </div>
      <div class="story-side">
        {message && <MessageCard message={message} />}
        {!isStory && request && <Verdict page={page} request={request} />}
        {isStory && <Story page={page} />}
      </div>
      {exact && <ExactRequest page={page} request={exact} />}
    </section>
  );
}
