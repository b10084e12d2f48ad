/** The exit codes of the command. */
export const EXIT = {
  done: 0,
  failed: 1,
  usage: 2,
  unknown: 3,
  output: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

export const EXIT_CODES_HELP = `
Exit codes:
  0    all done
  1    failed: not sent (status and typing: not done); sending again is safe
  2    wrong usage or input: an option, an environment variable, a row of a file
  3    delivery unknown: the message may have arrived; repeat it with the same request id
       (for a file: the same command), and it cannot arrive twice
  4    the results could not be written to stdout, say on a full disk (a file: the run stops)
  130  interrupted by SIGINT or SIGTERM, or stdout was closed
When rows of a file end differently, the first of 130, 4, 3, 1, 2 counts.`;

export const OUTBOX_EXIT_CODES_HELP = `
Exit codes:
  0    all done; of work: ended by SIGINT or SIGTERM, and nothing is in flight
  1    failed, and the same again is safe: no database, the folder is in use, the service refused the credentials;
       a request id that is not known, or whose message is in no state for it
  2    wrong usage or input: an option, an environment variable, a row of a file, a package to install, an older Node
  3    enqueue: the database may have taken the message; repeat it with the same request id
       (for a file: the same command), and it is enqueued once
  4    the results could not be written to stdout, say on a full disk (a file, and work: the run stops)
  130  interrupted, or stdout was closed; of work: by a second signal, which does not wait for what is in flight
With work --until-empty, SIGINT and SIGTERM are 130, and when nothing waits any more the first of 3 (a message became
uncertain), 1 (one failed or expired) and 0 counts.`;
