// Colours for a terminal, and none elsewhere.
export interface Paint {
  title: (text: string) => string;
  bad: (text: string) => string;
  good: (text: string) => string;
  faint: (text: string) => string;
}

export function paintFor(colour: boolean): Paint {
  const ink = (code: number) => (text: string) =>
    colour ? `\u001B[${code}m${text}\u001B[0m` : text;
  return { title: ink(1), bad: ink(31), good: ink(32), faint: ink(2) };
}
