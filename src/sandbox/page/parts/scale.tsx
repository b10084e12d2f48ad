/** The attempts of a send to scale: how the client waited. Bar: refused or failed; ring: lost; dot: accepted. */
import type { JSX } from 'preact';

import type { SandboxRequest } from '../../state/records.js';
import { formatDuration } from '../words/format.js';
import { outcomeKind } from '../words/outcome.js';

const WIDTH = 132;
const MARGIN = 6;

function Mark({ x, request }: { x: number; request: SandboxRequest }): JSX.Element {
  const kind = outcomeKind(request);
  const className = `mark is-${kind}`;
  return kind === 'refused' || kind === 'failed' ? (
    <rect class={className} x={x - 1.5} y={1} width={3} height={10} rx={1.5} />
  ) : (
    <circle class={className} cx={x} cy={6} r={kind === 'lost' ? 3.25 : 4} />
  );
}

export function Scale({ attempts }: { attempts: readonly SandboxRequest[] }): JSX.Element {
  const from = attempts[0]?.at ?? 0;
  const span = (attempts.at(-1)?.at ?? 0) - from;
  const x = ({ at }: SandboxRequest): number =>
    MARGIN + ((at - from) / (span || 1)) * (WIDTH - 2 * MARGIN);
  const moments = attempts.map(({ at }) => formatDuration(at - from)).join(', ');
  const label = `${attempts.length} attempts in ${formatDuration(span)}: at ${moments}`;
  return (
    <span class="scale">
      <svg viewBox={`0 0 ${WIDTH} 12`} width={WIDTH} height={12} role="img" aria-label={label}>
        <path class="rail" d={`M${MARGIN} 6H${WIDTH - MARGIN}`} />
        {attempts.map((request) => (
          <Mark key={request.id} x={x(request)} request={request} />
        ))}
      </svg>
      <span>{formatDuration(span)}</span>
    </span>
  );
}
