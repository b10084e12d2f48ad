/** Parses the values of options. Errors name the option and never show the value. */
import { UsageError } from './usage-error.js';
import { Option } from '../vendor/commander.js';

/** An option with one value. Given twice it is refused: which value is meant is unknown. */
export function singleOption<T = string>(
  flags: string,
  description: string,
  read: (value: string, name: string) => T = (value) => value as T,
): Option {
  const option = new Option(flags, description);
  const name = option.long ?? flags;
  let given = false;
  return option.argParser((value: string): T => {
    if (given) throw new UsageError(`${name}: given twice`);
    given = true;
    return read(value, name);
  });
}

export function wholeNumber(from: number, to: number) {
  return (value: string, name: string): number => {
    const number = /^\d{1,15}$/.test(value) ? Number(value) : NaN;
    if (number >= from && number <= to) return number;
    const range = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
    throw new UsageError(`${name}: must be a whole number ${range}`);
  };
}

export function number(from: number, to: number) {
  return (value: string, name: string): number => {
    const given = /^\d{1,9}(?:\.\d{1,6})?$/.test(value) ? Number(value) : NaN;
    if (given >= from && given <= to) return given;
    throw new UsageError(`${name}: must be a number from ${from} to ${to}`);
  };
}

/** A header, given as in HTTP. */
export function headerOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((value: string, before: Record<string, string> | undefined) => {
    const given = before ?? {};
    const [, name = '', text = ''] = /^([^:\s]+):\s*(.*)$/s.exec(value) ?? [];
    if (name === '') throw new UsageError("--header: must be 'name: value'");
    if (Object.keys(given).some((other) => other.toLowerCase() === name.toLowerCase())) {
      throw new UsageError('--header: the same name is given twice');
    }
    return { ...given, [name]: text };
  });
}

export function oneOf<Choice extends string>(...choices: Choice[]) {
  return (value: string, name: string): Choice => {
    const choice = choices.find((each) => each === value);
    if (choice !== undefined) return choice;
    const all = choices.length > 2 ? `one of ${choices.join(', ')}` : choices.join(' or ');
    throw new UsageError(`${name}: must be ${all}`);
  };
}
