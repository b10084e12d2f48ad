// Formats texts in a thread of its own. JavaScript, so that it runs wherever a thread is started from.
import { parentPort, workerData } from 'node:worker_threads';

import prettier from 'prettier';

/** @type {{ files: { name: string, text: string }[], options: import('prettier').Options }} */
const { files, options } = workerData;

for (const { name, text } of files) {
  const formatted = await prettier.format(text, { ...options, filepath: name });
  parentPort?.postMessage({ name, text: formatted });
}
