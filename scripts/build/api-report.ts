// Keeps the public types as files for review, test/types/*.api.md. `npm run api` rewrites them from dist/;
// `--check` fails when they differ. Both fail when a public type is not exported.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  CompilerState,
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
  type IConfigFile,
} from '@microsoft/api-extractor';

import { ROOT } from '../pipeline/flags.js';

const CHECK = process.argv.includes('--check');
const REPORT_FOLDER = join(ROOT, 'test/types');
const TEMP_FOLDER = join(ROOT, 'node_modules/.cache/api');

/** Each entry point of the package, and the name of its report. */
const ENTRY_POINTS = {
  index: 'dist/src/index.d.ts',
  undici: 'dist/src/transport/undici.d.ts',
  outbox: 'dist/src/outbox/index.d.ts',
  sandbox: 'dist/src/sandbox/index.d.ts',
};

function configFor(name: string, entryPoint: string): ExtractorConfig {
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
      reportFolder: REPORT_FOLDER,
      reportTempFolder: TEMP_FOLDER,
      includeForgottenExports: false,
    },
    messages: {
      compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      extractorMessageReporting: {
        ...off,
        'ae-forgotten-export': { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false },
      },
      // TypeDoc checks the docstrings.
      tsdocMessageReporting: off,
    },
  };
  return ExtractorConfig.prepare({
    configObject,
    configObjectFullPath: undefined,
    packageJsonFullPath: join(ROOT, 'package.json'),
  });
}

function printError(message: ExtractorMessage): void {
  message.handled = true;
  if (message.logLevel !== ExtractorLogLevel.Error) return;
  process.stderr.write(`${message.formatMessageWithLocation(ROOT)}\n`);
}

const configs = Object.entries(ENTRY_POINTS).map(
  ([name, entryPoint]) => [name, configFor(name, entryPoint)] as const,
);
let compilerState: CompilerState | undefined;

for (const [name, config] of configs) {
  // The declarations are read once for all.
  compilerState ??= CompilerState.create(config, {
    additionalEntryPoints: configs.map(([, { mainEntryPointFilePath }]) => mainEntryPointFilePath),
  });
  const { apiReportChanged, errorCount } = Extractor.invoke(config, {
    compilerState,
    localBuild: !CHECK,
    messageCallback: printError,
  });
  if (errorCount > 0) process.exitCode = 1;
  if (!apiReportChanged) continue;
  if (!CHECK) process.stdout.write(`test/types/${name}.api.md was updated\n`);
  else {
    process.exitCode = 1;
    const { createTwoFilesPatch } = await import('diff');
    const [committed = '', current = ''] = [REPORT_FOLDER, TEMP_FOLDER].map((folder) =>
      readFileSync(join(folder, `${name}.api.md`), 'utf8'),
    );
    process.stderr.write(createTwoFilesPatch('committed', 'current', committed, current));
    process.stderr.write(
      'The public types changed: run `npm run api` and review the difference.\n',
    );
  }
}
