// Opens generated files of both clients in one TypeScript program, wherever their directories are.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import type { Side } from '../judge.js';

/** Directories that hold the generated client before and after (each the content of `generated/`). */
export interface Surfaces {
  before: string;
  after: string;
}

export interface SurfaceProgram {
  ts: typeof ts;
  checker: ts.TypeChecker;
  sourceOf: (side: Side, file: string) => ts.SourceFile;
  /** Whether a declaration is part of one of the clients, and not of a library. */
  isOurs: (declaration: ts.Declaration) => boolean;
}

// What generated code takes from outside the language. The real declarations, the DOM's or Node's,
// are as large as all the rest together.
const AMBIENT_FILE = '/ambient.d.ts';
const AMBIENT = `
  declare class Blob { readonly size: number; readonly type: string; text(): Promise<string>; }
  declare class FormData { append(name: string, value: string | Blob): void; }`;

/** TypeScript takes a third of a second to load: only those who need it pay. */
export function loadTypeScript(): typeof ts {
  return createRequire(import.meta.url)('typescript') as typeof ts;
}

export function openProgram(surfaces: Surfaces, files: readonly string[]): SurfaceProgram {
  const ts = loadTypeScript();
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    // As little as signatures need: the library is larger than the client, and read each time.
    lib: ['lib.es5.d.ts', 'lib.es2015.promise.d.ts'],
    types: [],
  };
  const paths = Object.values(surfaces).flatMap((root: string) => files.map((f) => join(root, f)));
  const program = ts.createProgram([AMBIENT_FILE, ...paths], options, hostFor(ts, options));
  const checker = program.getTypeChecker();
  return {
    ts,
    checker,
    sourceOf: (side, file) => {
      const source = program.getSourceFile(join(surfaces[side], file));
      if (!source) throw new Error(`${file} is not in ${surfaces[side]}.`);
      return source;
    },
    isOurs: (declaration) => !program.isSourceFileDefaultLibrary(declaration.getSourceFile()),
  };
}

/** Reads files as they are, but follows relative imports only: packages do not matter here. */
function hostFor(ts: typeof import('typescript'), options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  return {
    ...host,
    // No doc comment changes a type, and they are half of what there is to parse.
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
    fileExists: (file) => file === AMBIENT_FILE || host.fileExists(file),
    getSourceFile: (file, ...rest) =>
      file === AMBIENT_FILE
        ? ts.createSourceFile(file, AMBIENT, ts.ScriptTarget.ES2022)
        : host.getSourceFile(file, ...rest),
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) =>
        text.startsWith('.')
          ? ts.resolveModuleName(text, from, options, host)
          : { resolvedModule: undefined },
      ),
  };
}
