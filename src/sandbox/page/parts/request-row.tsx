/** A request in the list of requests: who and what, and how it went. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { linkTo } from '../model/view.js';
import { describeDeed } from '../words/deed.js';
import { plural } from '../words/format.js';
import { describeOutcome, type Outcome } from '../words/outcome.js';
import { Address, OnPurpose, Tag, Time, Unseen } from './elements.js';
import { Found } from './found.js';
import { Row } from './row.js';

const NEW_MS = 1_200;

function factFor(
  request: SandboxRequest,
  { kind, fact }: Outcome,
  attempts: readonly SandboxRequest[],
): string | undefined {
  if (kind === 'refused' && fact !== undefined) return fact;
  return attempts.length > 1
    ? `attempt ${attempts.findIndex(({ id }) => id === request.id) + 1} of ${attempts.length}`
    : fact;
}

export function RequestRow(props: {
  page: Page;
  request: SandboxRequest;
  tabIndex: number;
}): JSX.Element {
  const { page, request, tabIndex } = props;
  const { records, exact } = page;
  const attempts = records.attemptsWith(request);
  const outcome = describeOutcome(request, attempts);
  const { verb, to } = describeDeed(request, (id) => records.message(id)?.recipient);
  const fact = factFor(request, outcome, attempts);
  const status = outcome.kind === 'lost' ? undefined : request.response?.status;
  return (
    <Row
      href={linkTo(request)}
      sign={outcome.kind}
      kind={`is-${outcome.kind}`}
      title={
        to === undefined ? (
          <span class="text">{verb}</span>
        ) : (
          <>
            <span class="verb">{verb}</span> <Address text={to} />
          </>
        )
      }
      end={<Time at={request.at} />}
      sub={
        <>
          <span class={`is-${outcome.kind}`}>
            <Found text={outcome.word} />
          </span>
          {fact !== undefined && fact !== '' && (
            <span class="fact" title={fact}>
              <Found text={fact} />
            </span>
          )}
          {request.warnings.length > 0 && (
            <Tag icon="warn" kind="warn">
              <span class="fold">{plural(request.warnings.length, 'warning')}</span>
            </Tag>
          )}
          {request.fault !== undefined && <OnPurpose />}
        </>
      }
      subEnd={
        status !== undefined && (
          <span class="status">
            <Unseen>status </Unseen>
            {status}
          </span>
        )
      }
      isCurrent={exact?.id === request.id}
      isNew={!records.isFlooded && records.now() - request.at < NEW_MS}
      tabIndex={tabIndex}
    />
  );
}
