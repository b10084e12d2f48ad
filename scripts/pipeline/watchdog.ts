// Ends a process that works on one thing for too long: from a thread of its own, since the process itself
// cannot see a clock meanwhile.
import { Worker } from 'node:worker_threads';

/** Says what is worked on, ends the JavaScript of the process after the limit, and the process if that is not enough. */
const THREAD = `
  const { writeSync } = require('node:fs');
  const { Session } = require('node:inspector');
  const { parentPort, workerData: limit } = require('node:worker_threads');
  let timer;
  parentPort.on('message', (stages) => {
    clearTimeout(timer);
    if (stages.length > 0) timer = setTimeout(end, limit, stages);
  });
  function end(stages) {
    writeSync(2, stages.join(' and ') + ': not done after ' + limit / 1000 + ' s\\n  Give a smaller document.\\n');
    const session = new Session();
    session.connectToMainThread();
    session.post('Runtime.terminateExecution');
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2000);
  }
`;

/** To be called with the stages that run now, each time they change. */
export function watchdog(limit: number): (stages: string[]) => void {
  let worker: Worker | undefined;
  return (stages) => {
    if (worker === undefined) {
      worker = new Worker(THREAD, { eval: true, execArgv: [], workerData: limit });
      worker.unref();
    }
    worker.postMessage(stages);
  };
}
