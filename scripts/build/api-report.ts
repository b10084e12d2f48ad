// Keeps the public TypeScript surface as files that a reviewer reads, test/types/*.api.md: `npm run api`
// rewrites them from dist/, `--check` fails where they differ, and where a public type is not exported.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';

import { ROOT } from '../pipeline/flags.js';

const check = process.argv.includes('--check');
const reportFolder = join(ROOT, 'test/types');
const reportTempFolder = join(ROOT, 'node_modules/.cache/api');

/** Each entry point of the package, and the name of its report. */
const entryPoints = {
  index: 'dist/src/index.d.ts',
  undici: 'dist/src/transport/undici.d.ts',
  sandbox: 'dist/src/sandbox/index.d.ts',
};

function configOf(name: string, entryPoint: string): ExtractorConfig {
  const off = { default: { logLevel: ExtractorLogLevel.None } };
  const configObject: IConfigFile = {
    projectFolder: ROOT,
    mainEntryPointFilePath: join(ROOT, entryPoint),
    newlineKind: 'lf',
    compiler: {
      overrideTsconfig: {
        compilerOptions: { module: 'nodenext', target: 'es2022', types: ['node'] },
        files: [entryPoint],
      },
    },
    apiReport: {
      enabled: true,
      reportFileName: `${name}.api.md`,
      reportFolder,
      reportTempFolder,
      includeForgottenExports: false,
    },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        ...off,
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false },
      },
      // What docstrings say is TypeDoc's to judge.
      tsdocMessageReporting: off,
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
}

function tell(message: ExtractorMessage): void {
  message.handled = true;
  if (message.logLevel !== ExtractorLogLevel.Error) return;
  process.stderr.write(`${message.formatMessageWithLocation(ROOT)}\n`);
}

for (const [name, entryPoint] of Object.entries(entryPoints)) {
  const config = configOf(name, entryPoint);
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    localBuild: !check,
    messageCallback: tell,
  });
  if (errorCount > 0) process.exitCode = 1;
  if (!apiReportChanged) continue;
  if (!check) process.stdout.write(`test/types/${name}.api.md was rewritten\n`);
  else {
    process.exitCode = 1;
    const { createTwoFilesPatch } = await import('diff');
    const [kept = '', now = ''] = [reportFolder, reportTempFolder].map((folder) =>
      readFileSync(join(folder, `${name}.api.md`), 'utf8'),
    );
    process.stderr.write(createTwoFilesPatch('kept', 'now', kept, now));
    process.stderr.write(
      'The public types changed: run `npm run api` and review the difference.\n',
    );
  }
}
