/**
 * The layers of this project, from top to bottom: each folder or file with what it may import beside itself.
 * Types count as well. `npm run lint` refuses every other import, and every circle.
 */
const CORE = ['src/(?:check|clock|errors|version).ts', 'generated/core/'];

const LAYERS = {
  // What people install: the facade, from what they call down to the wire.
  'src/index.ts': [
    'src/client.ts',
    'src/(?:api|messages|address|options)/',
    'generated/types.ts',
    ...CORE,
  ],
  'src/client.ts': ['src/(?:api|messages|retry|telemetry|transport|options)/', ...CORE],
  'src/api/': ['src/(?:retry|options)/', 'generated/TigerConnectApi.ts', ...CORE],
  'src/messages/': ['src/(?:retry|telemetry|options|address)/', 'generated/services/', ...CORE],
  'src/retry/': ['src/(?:telemetry|options)/', ...CORE],
  'src/telemetry/': ['src/options/', ...CORE],
  'src/transport/': CORE,
  'src/options/': ['src/address/', ...CORE],
  'src/address/': CORE,
  'src/(?:check|clock|errors|version).ts': [],
  'generated/(?:index|types|[A-Z][^/]+).ts': ['generated/(?:core|models|services)/'],
  'generated/services/': ['generated/(?:core|models)/'],
  'generated/models/': [],
  'generated/core/': [],

  // The outbox. Its decisions stand alone, for a simulator to ask.
  'src/outbox/(?:worker/|embedded/|(?!decisions)[^/]+.ts)': [
    'src/outbox/',
    'src/(?:address|messages|telemetry)/',
    'src/retry/(?:retry-after|wait).ts',
    'src/options/options.ts',
    ...CORE,
  ],
  'src/outbox/store/': ['src/outbox/(?:database|decisions|message-status).ts', ...CORE],
  'src/outbox/decisions.ts': [],

  // The command. It knows the facade as its users do, but for the numbers that keep their text and the nearest name.
  'src/cli/[^/]+.ts': ['src/cli/(?:commands|shell|vendor)/'],
  'src/cli/commands/': [
    'src/cli/(?:bulk|shell)/',
    'src/(?:(?:sandbox|outbox)/)?index.ts',
    'src/outbox/requirements.ts',
    'src/check.ts',
  ],
  'src/cli/bulk/': [
    'src/cli/(?:shell|vendor)/',
    'src/(?:check|index|messages/data).ts',
    'src/outbox/embedded/process-lock.ts',
  ],
  'src/cli/shell/': ['src/cli/vendor/', 'src/(?:index|errors|messages/data).ts'],
  'src/cli/vendor/': [],

  // The sandbox, which shares nothing with the facade but the clock.
  'src/sandbox/(?:index|start|options).ts': [
    'src/sandbox/(?:server|state)/',
    'src/sandbox/embedded.ts',
    'src/clock.ts',
  ],
  'src/sandbox/server/': [
    'src/sandbox/state/',
    'src/sandbox/(?:embedded|vendor).ts',
    'src/clock.ts',
  ],
  'src/sandbox/page/(?:main|keys).tsx?': [
    'src/sandbox/page/(?:parts|model)/',
    'src/sandbox/state/',
  ],
  'src/sandbox/page/parts/': ['src/sandbox/page/(?:model|words)/', 'src/sandbox/state/'],
  'src/sandbox/page/model/': ['src/sandbox/page/words/', 'src/sandbox/state/'],
  'src/sandbox/page/words/': ['src/sandbox/state/'],
  'src/sandbox/state/': ['src/clock.ts'],
  'src/sandbox/(?:embedded|page-bundle|vendor).ts': [],

  // The pipeline.
  'scripts/[^/]+.ts': [
    'scripts/pipeline/',
    'src/(?:(?:sandbox|outbox)/)?index.ts',
    'test/(?:simulation/|outbox/node.ts)',
  ],
  'scripts/(?:bench|build)/': ['scripts/pipeline/flags.ts', 'src/sandbox/(?:index|page-bundle).ts'],
  'scripts/pipeline/(?:pipeline|stamp).ts': [
    'scripts/pipeline/(?:report|compare|stages|output|document)/',
    'scripts/pipeline/(?:flags|input-error|progress).ts',
  ],
  'scripts/pipeline/report/': [
    'scripts/pipeline/(?:compare|stages|output|document)/',
    'scripts/pipeline/(?:input-error|progress).ts',
  ],
  'scripts/pipeline/compare/': ['scripts/pipeline/document/'],
  'scripts/pipeline/stages/': [
    'scripts/pipeline/document/',
    // The last stage writes files.
    'scripts/pipeline/output/files.ts',
    'scripts/pipeline/input-error.ts',
  ],
  'scripts/pipeline/output/': ['scripts/pipeline/document/', 'scripts/pipeline/input-error.ts'],
  'scripts/pipeline/command.ts': ['scripts/pipeline/(?:progress|watchdog).ts'],
  'scripts/pipeline/(?:flags|input-error|progress|watchdog).ts': [
    'scripts/pipeline/document/printable.ts',
  ],
  'scripts/pipeline/document/': [],
};

/** A layer as a pattern of paths. */
const at = (layer) => `^${layer.replaceAll(/[.](tsx?\??)$/g, '[.]$1$')}`;

const climbs = Object.entries(LAYERS).map(([layer, below]) => ({
  name: 'climbs',
  comment: 'A module imports only from its layer and from those that .dependency-cruiser.js names.',
  severity: 'error',
  from: { path: at(layer) },
  to: { path: '^(?:src|scripts|generated|test)/', pathNot: [layer, ...below].map(at) },
}));

export default {
  forbidden: [
    ...climbs,
    {
      name: 'circle',
      comment: 'Two modules that import each other, at any distance, are one module in two files.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'sandbox-takes-types-only',
      comment:
        'The client is bundled, the sandbox is not: it would not find a module of the client in the package.',
      severity: 'error',
      from: { path: '^src/sandbox/' },
      to: {
        path: '^(?:src|generated)/',
        pathNot: '^src/sandbox/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-layer',
      comment: 'A new folder needs its place among the layers in .dependency-cruiser.js.',
      severity: 'error',
      from: { path: '^(?:src|scripts|generated)/', pathNot: Object.keys(LAYERS).map(at) },
      to: {},
    },
    {
      name: 'not-found',
      comment: 'What cannot be found cannot be checked.',
      severity: 'error',
      // The peers of the benchmark have an install of their own.
      from: { path: '^(?:src|scripts|generated)/', pathNot: '^scripts/bench/peers/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    // Checked as generated/core/, where their copies stand beside what they import.
    exclude: { path: '^scripts/templates/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
