// Formats files in a thread of its own. JavaScript, since a thread starts without our loader.
import { parentPort } from 'node:worker_threads';

import prettier from 'prettier';

parentPort.on('message', async ({ question, port }) => {
  /** @type {{ files: import('./format.js').SourceFile[], options: import('prettier').Options }} */
  const { files, options } = question;
  const formatted = [];
  for (const { name, text } of files) {
    const result = await prettier.format(text, { ...options, filepath: name });
    formatted.push({ name, text: result });
  }
  port.postMessage(formatted);
});
