/** Wrong usage. Its message is for the person at the shell and repeats no given value. */
import type { CommanderError } from '../vendor/commander.js';

export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const SECRET = /key|secret|passw|pwd|token|credential|auth|user/i;

const ENVIRONMENT_ONLY =
  'Credentials are read only from the environment, TIGERCONNECT_API_KEY and TIGERCONNECT_API_SECRET ' +
  '(of an outbox, DATABASE_URL and TIGERCONNECT_ORDERING_SECRET): ' +
  'every user of this machine can see arguments, and the shell keeps them in its history. ' +
  'If you just gave a real one, replace it.';

/** What the parser suggests: names of ours, never what was typed. */
function suggestion(message: string): string {
  const meant = /\(Did you mean (?:one of )?([^?]+)\?\)/.exec(message)?.[1];
  return meant === undefined ? '.' : `; did you mean ${meant}?`;
}

function unknownOption(message: string): string {
  // Up to a "="; a value follows it.
  const flag = /'(-[a-z]|--[a-z][\w-]*)/i.exec(message)?.[1] ?? 'an option';
  if (SECRET.test(flag)) return `${flag}: refused. ${ENVIRONMENT_ONLY}`;
  if (/database|connection/i.test(flag)) {
    return `unknown option ${flag}; set the database with DATABASE_URL in the environment.`;
  }
  if (/url|server|host/i.test(flag)) {
    return `unknown option ${flag}; set the server with TIGERCONNECT_BASE_URL in the environment.`;
  }
  return `unknown option ${flag}${suggestion(message)}`;
}

/**
 * The parser's error without any value: a value may be a recipient, a text or a secret.
 * @param commands the names of those that there are
 */
export function describeParseError(
  { code, message }: CommanderError,
  commands: readonly string[],
): string {
  const flag = /'(?:-\w, )?(--[a-z-]+)/.exec(message)?.[1] ?? 'an option';
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(message);
    case 'commander.optionMissingArgument':
      return `${flag}: the value is missing.`;
    case 'commander.missingArgument':
      return `${/'([a-z-]+)'/.exec(message)?.[1] ?? 'an argument'} is missing.`;
    case 'commander.excessArguments':
      return 'an argument belongs to no option; put a text of several words in quotes.';
    case 'commander.unknownCommand':
      return `unknown command${suggestion(message)} The commands are ${commands.slice(0, -1).join(', ')} and ${commands.at(-1) ?? ''}.`;
    default:
      return 'the arguments cannot be understood.';
  }
}
