/** The fields of a fault: those of its kind, and which requests it meets. An empty one is as usual. */
import type { JSX } from 'preact';

import type { FaultKind } from '../../state/fault.js';
import { type NewFault, operationNames } from '../words/pending-fault.js';

interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** What an empty field stands for. */
  readonly usual: string;
  readonly type?: 'number';
  readonly min?: number;
  readonly max?: number;
  readonly disabled?: boolean;
}

const Field = ({ label, usual, ...input }: FieldProps): JSX.Element => (
  <label class="field">
    {label}
    <input autocomplete="off" spellcheck={false} placeholder={usual} {...input} />
  </label>
);

const MILLISECONDS = { type: 'number', min: 0, max: 2_147_483_647 } as const;
const DETAILS: Partial<Record<FaultKind, readonly FieldProps[]>> = {
  latency: [
    { name: 'delay', label: 'Milliseconds until the answer', usual: '2000', ...MILLISECONDS },
  ],
  'rate-limit': [{ name: 'retryAfter', label: 'Retry-After, ms or text', usual: '1000' }],
  'server-error': [
    { name: 'status', label: 'Status', usual: '503', type: 'number', min: 500, max: 599 },
    { name: 'retryAfter', label: 'Retry-After, ms or text', usual: 'none' },
  ],
};

/** What a fault of this kind takes; each kind has its own fields, so that none inherits from another. */
export function DetailFields({ kind }: { kind: FaultKind }): JSX.Element | null {
  const fields = DETAILS[kind];
  if (fields === undefined) return null;
  return (
    <div class="details">
      {fields.map((field) => (
        <Field key={field.name} {...field} name={`${kind}.${field.name}`} />
      ))}
    </div>
  );
}

export const ScopeFields = (props: {
  operations: readonly string[];
  isAlways: boolean;
}): JSX.Element => (
  <div class="scope">
    <label class="field">
      Which
      <select name="operation">
        {['', ...props.operations].map((operation) => (
          <option key={operation} value={operation}>
            {operation === '' ? 'any request' : operationNames(operation)[1]}
          </option>
        ))}
      </select>
    </label>
    <Field
      name="times"
      label="How many"
      usual="1"
      type="number"
      min={1}
      disabled={props.isAlways}
    />
    <Field name="after" label="Let pass first" usual="0" type="number" min={0} />
    <label class="check">
      <input type="checkbox" name="always" />
      All, until removed
    </label>
  </div>
);

/** What a form of these fields says. */
export function readFault(form: HTMLFormElement): NewFault {
  const data = new FormData(form);
  const text = (name: string): string => (data.get(name) ?? '') as string;
  const kind = text('kind') as FaultKind;
  // Only the text of a header is no number.
  const value = (name: string): string | number =>
    /^\d+$/.test(text(name)) ? Number(text(name)) : text(name);
  const details = (DETAILS[kind] ?? []).map(({ name }) => [name, value(`${kind}.${name}`)]);
  const scope = ['times', 'operation', 'after'].map((name) => [name, value(name)]);
  const given = [...details, ...scope].filter(([, one]) => one !== '');
  return {
    kind,
    ...(Object.fromEntries(given) as Omit<NewFault, 'kind'>),
    ...(data.has('always') && { times: Infinity }),
  };
}
