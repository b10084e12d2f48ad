/** Marks the words of the search wherever a text shows. */
import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';

/** What the search looks for; undefined without one. */
export const Wanted = createContext<RegExp | undefined>(undefined);

export function Found({ text }: { text: string }): JSX.Element {
  const wanted = useContext(Wanted);
  if (wanted === undefined) return <>{text}</>;
  // What the pattern captures stands between what it does not.
  const parts = text.split(wanted);
  return <>{parts.map((part, at) => (at % 2 === 1 ? <mark key={at}>{part}</mark> : part))}</>;
}
