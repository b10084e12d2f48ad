/** Small elements that all parts use. */
import type { ComponentChildren, JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { formatTime } from '../words/format.js';
import { Found } from './found.js';
import { say } from './news.js';

/** A drawing from the page's HTML, hidden from screen readers. */
export function Icon({ name, kind = '' }: { name: string; kind?: string }): JSX.Element {
  return (
    <svg aria-hidden="true" class={`icon-${name} ${kind}`.trim()}>
      <use href={`#i-${name}`} />
    </svg>
  );
}

/** For screen readers only. */
export const Unseen = ({ children }: { children: ComponentChildren }): JSX.Element => (
  <span class="unseen">{children}</span>
);

export const Time = ({ at, text }: { at: number; text?: string }): JSX.Element => (
  <time dateTime={new Date(at).toISOString()}>{text ?? formatTime(at)}</time>
);

/** A leading space is a common mistake, and cannot be seen. */
export const visible = (text: string): string => text.replace(/^ /, '␣');

/** An address in a row: a token by its two ends, all others from their beginning. The whole one is its title. */
export function Address({ text }: { text: string }): JSX.Element {
  const isToken = text.length > 20 && !/[@\s]/.test(text);
  const short = isToken ? `${text.slice(0, 8)}…${text.slice(-6)}` : visible(text);
  return (
    <bdi dir="auto" class="address" title={text}>
      <Found text={short} />
    </bdi>
  );
}

/** A small sign with a word. */
export function Tag(props: {
  icon: string;
  kind?: 'warn' | 'purpose';
  children: ComponentChildren;
}): JSX.Element {
  return (
    <span class={`tag ${props.kind ?? ''}`.trim()}>
      <Icon name={props.icon} />
      {props.children}
    </span>
  );
}

/** A fault was met. */
export const OnPurpose = (): JSX.Element => (
  <Tag icon="bolt" kind="purpose">
    <span class="fold">on purpose</span>
  </Tag>
);

export const Dots = (): JSX.Element => (
  <span class="dots" aria-hidden="true">
    <i />
    <i />
    <i />
  </span>
);

const COPIED_MS = 1_500;

/** Copies a text, and says so. */
export function Copy(props: {
  text: string;
  label: string;
  class?: string;
  children?: ComponentChildren;
}): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(props.text);
    setCopied(true);
    say('Copied');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setCopied(false);
    }, COPIED_MS);
  };
  return (
    <button
      type="button"
      class={`${props.class ?? 'icon'} ${isCopied ? 'is-copied' : ''}`.trim()}
      aria-label={props.label}
      title={props.label}
      onClick={() => void copy()}
    >
      <Icon name={isCopied ? 'sent' : 'copy'} />
      {props.children}
    </button>
  );
}
