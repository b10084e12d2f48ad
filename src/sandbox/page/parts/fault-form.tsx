/** The form that adds a fault, which also writes the line of a test that does the same. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { addFault } from '../model/actions.js';
import { FAULT_GROUPS, FAULTS, faultName } from '../words/names.js';
import { faultLine, type NewFault } from '../words/pending-fault.js';
import { CopyBlock } from './copy-block.js';
import { Icon } from './elements.js';
import { DetailFields, readFault, ScopeFields } from './fault-fields.js';
import { say } from './news.js';

const INITIAL: NewFault = { kind: 'reset-after' };

const Kinds = (): JSX.Element => (
  <fieldset class="kinds">
    <legend class="unseen">What happens to a request</legend>
    {FAULT_GROUPS.map(([title, kinds], group) => (
      <div key={title} role="group" aria-labelledby={`fault-group-${group}`}>
        <h4 id={`fault-group-${group}`}>{title}</h4>
        {kinds.map((kind) => (
          <label key={kind} class="kind">
            <input type="radio" name="kind" value={kind} defaultChecked={kind === INITIAL.kind} />
            <span>
              <b>{FAULTS[kind][0]}</b> <span class="meaning">{FAULTS[kind][1]}</span>
            </span>
          </label>
        ))}
      </div>
    ))}
  </fieldset>
);

const Problem = ({ text }: { text: string }): JSX.Element => (
  <p class="problem" role="alert">
    <Icon name="refused" />
    <span dir="auto">{text}</span>
  </p>
);

interface Props {
  /** The names of the API's operations. */
  operations: readonly string[];
  /** Stand above the form and scroll with it. */
  children: ComponentChildren;
}

export function FaultForm({ operations, children }: Props): JSX.Element {
  const [fault, setFault] = useState(INITIAL);
  const list = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  useLayoutEffect(() => {
    // The fields of a kind take room from the list of kinds.
    list.current?.querySelector('.kind:has(:checked)')?.scrollIntoView({ block: 'nearest' });
  }, [fault.kind]);
  const add = async (): Promise<void> => {
    try {
      await addFault(fault);
      setProblem(undefined);
      say(`Added: ${faultName(fault.kind)}`);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  return (
    <form
      class="sheet-form"
      onInput={({ currentTarget }) => {
        setFault(readFault(currentTarget));
      }}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div class="sheet-scroll" ref={list}>
        {children}
        <h3>Add a fault</h3>
        <Kinds />
      </div>
      <div class="sheet-foot">
        <DetailFields kind={fault.kind} />
        <ScopeFields operations={operations} isAlways={fault.times === Infinity} />
        <CopyBlock text={faultLine(fault)} label="Copy the line for a test" />
        {problem !== undefined && <Problem text={problem} />}
        <button type="submit" class="primary">
          Add fault
        </button>
      </div>
    </form>
  );
}
