/** Wrong usage: its message is for the person at the shell, and repeats no value that was given. */
import type { CommanderError } from '../vendor/commander.js';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const SECRET = /key|secret|passw|pwd|token|credential|auth|user/i;

const ENVIRONMENT_ONLY =
  'Credentials are read from the environment only, TIGERCONNECT_API_KEY and TIGERCONNECT_API_SECRET: ' +
  'arguments are shown to every user of this machine and kept in the history of the shell. ' +
  'If a real one was just given, replace it.';

function unknownOption(message: string): string {
  // Up to a "=": what follows is a value.
  const flag = /'(-[a-z]|--[a-z][\w-]*)/i.exec(message)?.[1] ?? 'an option';
  if (SECRET.test(flag)) return `${flag} is refused. ${ENVIRONMENT_ONLY}`;
  if (/url|server|host/i.test(flag)) {
    return `there is no ${flag}; the server is named by TIGERCONNECT_BASE_URL in the environment.`;
  }
  const meant = /\(Did you mean (--[a-z-]+)\?\)/.exec(message)?.[1];
  return `there is no ${flag}${meant === undefined ? '.' : `; did you mean ${meant}?`}`;
}

/** What the parser found wrong, in words that hold no value: it may be a recipient, a text or a secret. */
export function wordsOf({ code, message }: CommanderError): string {
  const flag = /'(?:-\w, )?(--[a-z-]+)/.exec(message)?.[1] ?? 'an option';
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(message);
    case 'commander.optionMissingArgument':
      return `${flag} is given without its value.`;
    case 'commander.excessArguments':
      return 'there is a word that belongs to no option; put a text of several words into quotes.';
    case 'commander.unknownCommand':
      return 'there is no such command; the commands are send, status, typing and sandbox.';
    default:
      return 'the arguments cannot be understood.';
  }
}
