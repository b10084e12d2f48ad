/** The form that adds a fault, which also writes the line of a test that does the same. */
import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { FaultKind } from '../../state/fault.js';
import { addFault } from '../model/actions.js';
import { FAULT_GROUPS, FAULTS, faultName } from '../words/names.js';
import { faultLine, type NewFault } from '../words/pending-fault.js';
import { CopyBlock } from './copy-block.js';
import { say } from './news.js';

const TIMES = [
  ['1', 'the next one'],
  ['2', 'the next 2'],
  ['3', 'the next 3'],
  ['10', 'the next 10'],
  ['Infinity', 'all, until removed'],
] as const;
const OPERATIONS = [
  ['', 'any request'],
  ['sendMessage', 'sends'],
  ['updateMessageStatus', 'status updates'],
  ['typingMessage', 'typing notices'],
] as const;
const AFTER = [
  ['0', 'none'],
  ['1', '1'],
  ['2', '2'],
  ['3', '3'],
  ['10', '10'],
] as const;

const Choice = (props: {
  name: string;
  label: string;
  options: readonly (readonly [value: string, text: string])[];
}): JSX.Element => (
  <label>
    {props.label}
    <select name={props.name}>
      {props.options.map(([value, text]) => (
        <option key={value} value={value}>
          {text}
        </option>
      ))}
    </select>
  </label>
);

const Kinds = (): JSX.Element => (
  <fieldset class="kinds">
    <legend class="unseen">What happens to a request</legend>
    {FAULT_GROUPS.map(([title, kinds], group) => (
      <div key={title} role="group" aria-labelledby={`fault-group-${group}`}>
        <h4 id={`fault-group-${group}`}>{title}</h4>
        {kinds.map((kind) => (
          <label key={kind} class="kind">
            <input type="radio" name="kind" value={kind} defaultChecked={kind === 'reset-after'} />
            <span>
              <b>{FAULTS[kind][0]}</b> <span class="meaning">{FAULTS[kind][1]}</span>
            </span>
          </label>
        ))}
      </div>
    ))}
  </fieldset>
);

function read(form: HTMLFormElement): NewFault {
  const data = new FormData(form);
  const text = (name: string): string => data.get(name) as string;
  const operation = text('operation');
  return {
    kind: text('kind') as FaultKind,
    times: Number(text('times')),
    after: Number(text('after')),
    ...(operation !== '' && { operation }),
  };
}

/** @param props.children stand above the form and scroll with it */
export function FaultForm({ children }: { children: ComponentChildren }): JSX.Element {
  const [line, setLine] = useState(faultLine({ kind: 'reset-after', times: 1, after: 0 }));
  return (
    <form
      class="sheet-form"
      onChange={({ currentTarget }) => {
        setLine(faultLine(read(currentTarget)));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        const fault = read(event.currentTarget);
        void addFault(fault).then(() => {
          say(`Added: ${faultName(fault.kind)}`);
        });
      }}
    >
      <div class="sheet-scroll">
        {children}
        <h3>Add a fault</h3>
        <Kinds />
      </div>
      <div class="sheet-foot">
        <div class="scope">
          <Choice name="times" label="How many" options={TIMES} />
          <Choice name="operation" label="Which" options={OPERATIONS} />
          <Choice name="after" label="Let pass first" options={AFTER} />
        </div>
        <CopyBlock text={line} label="Copy the line for a test" />
        <button type="submit" class="primary">
          Add fault
        </button>
      </div>
    </form>
  );
}
