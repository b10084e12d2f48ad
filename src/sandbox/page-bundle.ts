/** Makes the page's files out of `page/`. Runs in a clone and in the build, never in an installed package. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly text: string;
  /** What it was made of. */
  readonly sources?: readonly string[];
}

const source = (name: string): string => fileURLToPath(new URL(`./page/${name}`, import.meta.url));

async function minify(name: string): Promise<Pick<PageFile, 'text' | 'sources'>> {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    entryPoints: [source(name)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
    metafile: true,
  });
  return { text: outputFiles[0]?.text ?? '', sources: Object.keys(metafile.inputs) };
}

export async function bundlePage(): Promise<PageFile[]> {
  const [html, icon, style, script] = await Promise.all([
    readFile(source('index.html'), 'utf8'),
    readFile(source('icon.svg'), 'utf8'),
    minify('style/style.css'),
    minify('main.tsx'),
  ]);
  return [
    { path: '/', type: 'text/html; charset=utf-8', text: html },
    { path: '/icon.svg', type: 'image/svg+xml', text: icon },
    { path: '/style.css', type: 'text/css; charset=utf-8', ...style },
    { path: '/main.js', type: 'text/javascript; charset=utf-8', ...script },
  ];
}
