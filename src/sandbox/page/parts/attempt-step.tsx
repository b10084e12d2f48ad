/** An attempt in the story: what happened here, and what the client saw. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { describeOutcome, type Outcome } from '../words/outcome.js';
import { OnPurpose, Tag } from './elements.js';
import { Step } from './step.js';

/** What the answer says was wrong, and what is probably a mistake. */
export const Complaints = (props: {
  outcome: Outcome;
  warnings: readonly string[];
}): JSX.Element => (
  <>
    {props.outcome.reasons !== undefined && (
      <ul>
        {props.outcome.reasons.map((reason) => (
          <li key={reason}>
            <code dir="auto">{reason}</code>
          </li>
        ))}
      </ul>
    )}
    {props.outcome.advice !== undefined && <p>{props.outcome.advice}</p>}
    {props.warnings.map((warning) => (
      <p key={warning}>
        <Tag icon="warn" kind="warn">
          <span dir="auto">{warning}</span>
        </Tag>
      </p>
    ))}
  </>
);

export function AttemptStep(props: {
  page: Page;
  request: SandboxRequest;
  index: number;
}): JSX.Element {
  const { page, request, index } = props;
  const { attempts, exact, view, draw } = page;
  const outcome = describeOutcome(request, attempts);
  const before = attempts[index - 1];
  const isOne = attempts.length === 1;
  return (
    <Step
      sign={outcome.kind}
      kind={`is-attempt is-${outcome.kind} ${isOne ? '' : 'is-joined'}`.trim()}
      title={
        <>
          {!isOne && <span class="nth">Attempt {index + 1} </span>}
          <b>{outcome.word}</b> {request.fault !== undefined && <OnPurpose />}
        </>
      }
      status={outcome.kind === 'lost' ? undefined : request.response?.status}
      at={request.at}
      gap={before && request.at - before.at}
      onPress={() => {
        view.exact = request.id;
        draw();
      }}
      isPressed={exact?.id === request.id}
    >
      <p>{outcome.why}</p>
      <Complaints outcome={outcome} warnings={request.warnings} />
    </Step>
  );
}
