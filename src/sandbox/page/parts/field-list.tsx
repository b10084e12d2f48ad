/** The fields of a request, decoded, each with what is wrong with it. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import type { Page } from '../model/page.js';
import { readFields } from '../words/fields.js';
import { describeOutcome } from '../words/outcome.js';
import { splitReason } from '../words/refusal.js';
import { Icon } from './elements.js';
import { Folding } from './folding.js';

const VALUE_LINES = 6;

const Wrong = ({ problem }: { problem: string }): JSX.Element => (
  <span class="wrong">
    <Icon name="refused" />
    {problem}
  </span>
);

export function FieldList(props: { page: Page; request: SandboxRequest }): JSX.Element | null {
  const { page, request } = props;
  const fields = readFields(request);
  const { reasons = [] } = describeOutcome(request, page.attempts);
  const problems = new Map(reasons.map(splitReason));
  const names = new Set(fields.map(([name]) => name));
  const missing = [...problems].filter(([name]) => name !== '' && !names.has(name));
  if (fields.length + missing.length === 0) return null;
  return (
    <section aria-labelledby="wire-fields">
      <h4 id="wire-fields">What it says</h4>
      <dl class="fields">
        {fields.map(([name, value], at) => {
          const problem = problems.get(name);
          return (
            <div key={`${request.id} ${at}`}>
              <dt dir="auto">{name}</dt>
              <dd>
                <Folding text={value} lines={VALUE_LINES} class="value" />
                {problem !== undefined && <Wrong problem={problem} />}
              </dd>
            </div>
          );
        })}
        {missing.map(([name, problem]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Wrong problem={problem} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
