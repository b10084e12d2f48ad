/** Does tasks in several processes at once, and gives their results in the order of the tasks. */
import { type ChildProcess, fork } from 'node:child_process';

export interface ProcessOptions<Result> {
  readonly processes: number;
  /** @returns whether to go on; what was begun beyond is thrown away */
  readonly onResult: (result: Result) => boolean;
}

/**
 * @param entry a module that answers each message, a task, with one message, its result
 * @throws when a process ends by itself
 */
export async function inProcesses<Task, Result>(
  entry: string,
  tasks: Iterator<Task, unknown>,
  { processes, onResult }: ProcessOptions<Result>,
): Promise<void> {
  const children: ChildProcess[] = [];
  const results = new Map<number, Result>();
  let begun = 0;
  let given = 0;
  let isOver = false;
  const giveResults = (): void => {
    for (let result; !isOver && (result = results.get(given)) !== undefined; given += 1) {
      results.delete(given);
      isOver = !onResult(result);
    }
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = fork(entry);
      children.push(child);
      let index = 0;
      const next = (): void => {
        const task = isOver ? undefined : tasks.next();
        if (task === undefined || task.done === true) {
          resolve();
          return;
        }
        index = begun;
        begun += 1;
        child.send(task.value as object);
      };
      child.on('error', reject);
      child.on('exit', () => {
        reject(new Error('a process ended before its work'));
      });
      child.on('message', (result) => {
        results.set(index, result as Result);
        giveResults();
        next();
      });
      next();
    });
  try {
    await Promise.all(Array.from({ length: processes }, work));
  } finally {
    for (const child of children) child.kill();
  }
}
