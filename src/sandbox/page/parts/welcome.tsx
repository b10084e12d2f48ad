/** The empty page teaches: three ways to send the first message, to be copied. */
import type { ComponentChildren, JSX } from 'preact';

import { curlCommand, environment, PROGRAM } from '../words/first-steps.js';
import { CopyBlock } from './copy-block.js';
import { Signs } from './help.js';

const Lesson = (props: {
  title: string;
  text: string;
  label: string;
  children: ComponentChildren;
}): JSX.Element => (
  <li>
    <h3>{props.title}</h3>
    <CopyBlock text={props.text} label={props.label} />
    <p class="note">{props.children}</p>
  </li>
);

export const Welcome = ({ url }: { url: string }): JSX.Element => (
  <main class="welcome" aria-labelledby="welcome-title">
    <div class="welcome-inside">
      <div class="welcome-head">
        <h2 id="welcome-title">Nothing has arrived yet</h2>
        <p>
          Send something to this sandbox, and it shows here at once: the message as its recipient
          would see it, and every request behind it. Nothing leaves this computer, and no real
          person is written to.
        </p>
      </div>
      <ol class="lessons">
        <Lesson
          title="Point your program at the sandbox"
          text={environment(url)}
          label="Copy the settings"
        >
          Key and secret are the sandbox’s own, unless it was started with others.
        </Lesson>
        <Lesson title="Send from a shell" text={curlCommand(url)} label="Copy the curl command">
          Run it twice: the second answer is 304, and there is still one message. That is what the
          Request-ID is for.
        </Lesson>
        <Lesson title="Or from TypeScript" text={PROGRAM} label="Copy the program">
          Then open{' '}
          <button type="button" class="link" popovertarget="faults">
            Faults
          </button>{' '}
          and let the next answer get lost: the client tries again, and the message arrives once.
        </Lesson>
      </ol>
      <aside class="signs" aria-label="What the signs mean">
        <Signs />
      </aside>
    </div>
  </main>
);
