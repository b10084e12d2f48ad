/** What the command's exit code says. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unknown: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0    all done
  1    failed: not sent (of status and typing: not done); sending again is safe
  2    wrong usage or input: an option, a variable of the environment, a row of a file
  3    delivery unknown: the message may have arrived; repeat with the same request id
       (of a file: the same command), and it cannot arrive twice
  130  interrupted by SIGINT or SIGTERM, or nobody reads stdout any more
When rows of one file end differently: 130 before 3 before 1 before 2.`;
