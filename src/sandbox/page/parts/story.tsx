/** The story of a send, past to future: its attempts on one line, then what became of the message. */
import type { JSX } from 'preact';

import type { Page } from '../model/page.js';
import { summarise } from '../words/story.js';
import { AttemptStep } from './attempt-step.js';
import { DeliverySteps } from './delivery-steps.js';
import { Copy, Icon, Unseen } from './elements.js';
import { Found } from './found.js';
import { Scale } from './scale.js';
import { Step } from './step.js';

const KeyStep = ({ id, count }: { id: string; count: number }): JSX.Element => (
  <Step
    sign="key"
    kind="is-key"
    title={
      <>
        <span class="nth">Request-ID</span>
        <span class="key">
          <code>
            <Found text={id} />
          </code>
          <Copy text={id} label="Copy the Request-ID" class="icon tiny" />
        </span>
      </>
    }
    end={count > 1 && <span>same on all {count}</span>}
  />
);

function Head({ page }: { page: Page }): JSX.Element {
  const { attempts } = page;
  const headline = summarise(attempts);
  return (
    <div class="story-head">
      {headline && <Icon name={headline.sign} kind={`is-${headline.sign}`} />}
      <h3>
        <Unseen>Story: </Unseen>
        {headline?.claim ?? 'Its requests are no longer kept'}
      </h3>
      {attempts.length > 1 && <Scale attempts={attempts} />}
      {headline !== undefined && headline.more !== '' && <p>{headline.more}</p>}
    </div>
  );
}

export function Story({ page }: { page: Page }): JSX.Element {
  const { attempts, chosen } = page;
  const requestId = chosen.message?.requestId ?? attempts[0]?.requestId;
  return (
    <>
      <Head page={page} />
      <ol class="story">
        {requestId !== undefined && <KeyStep id={requestId} count={attempts.length} />}
        {attempts.map((request, index) => (
          <AttemptStep key={request.id} page={page} request={request} index={index} />
        ))}
        {chosen.message && <DeliverySteps page={page} message={chosen.message} />}
      </ol>
    </>
  );
}
