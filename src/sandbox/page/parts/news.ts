/** What a screen reader is told, in a sentence at a time. */
import type { SandboxMessage } from '../../state/records.js';

/** At most one sentence on arrivals in this time. */
const QUIET_MS = 2_000;
const TEXT = 200;

/** Said at once, and kept no longer than it takes. */
export function say(text: string): void {
  const line = document.createElement('p');
  line.textContent = text;
  document.getElementById('news')?.replaceChildren(line);
}

let waiting: SandboxMessage[] = [];
let isQuiet = false;

function flush(): void {
  const [first] = waiting;
  isQuiet = first !== undefined;
  if (first === undefined) return;
  say(
    waiting.length === 1
      ? `To ${first.recipient}: ${first.body.slice(0, TEXT)}`
      : `${waiting.length} new messages`,
  );
  waiting = [];
  setTimeout(flush, QUIET_MS);
}

export function announce(messages: readonly SandboxMessage[]): void {
  waiting.push(...messages);
  if (!isQuiet) flush();
}
