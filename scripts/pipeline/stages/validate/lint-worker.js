// Lints documents in a thread of its own, beside the other stages. JavaScript, so that the linter's many
// files do not go through the loader for TypeScript.
import { readFile } from 'node:fs/promises';
import { parentPort } from 'node:worker_threads';

import { BaseResolver, createConfig, lintDocument, Source } from '@redocly/openapi-core';
import { parse } from 'yaml';

/** Fetches nothing, whatever a document refers to. */
class LocalResolver extends BaseResolver {
  loadExternalRef(reference) {
    return Promise.reject(new Error(`${reference} is outside the document`));
  }
}

/** @returns {Promise<import('./validate.js').LintProblem[]>} */
async function lint(document, config) {
  try {
    const problems = await lintDocument({
      document: { source: new Source('document', ''), parsed: document },
      config,
      externalRefResolver: new LocalResolver(),
    });
    return problems.map(({ ruleId, message, severity, location }) => {
      return { rule: ruleId, where: location[0]?.pointer ?? '#/', message, severity };
    });
  } catch (error) {
    // The linter fails on some shapes of document; that is a problem of the document too.
    return [{ rule: 'lint', where: '#/', message: error.message, severity: 'error' }];
  }
}

parentPort.on('message', async ({ question: { documents, rulesetFile }, port }) => {
  const config = await createConfig(parse(await readFile(rulesetFile, 'utf8')));
  const problems = [];
  for (const document of documents) problems.push(await lint(document, config));
  port.postMessage(problems);
});
