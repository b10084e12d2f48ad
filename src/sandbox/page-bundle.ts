/** Makes the page's files out of `page/`. Runs in a clone and in the build, never in an installed package. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const source = (name: string): string => fileURLToPath(new URL(`./page/${name}`, import.meta.url));

async function minified(name: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [source(name)],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
  });
  return outputFiles[0]?.text ?? '';
}

export async function bundlePage(): Promise<PageFile[]> {
  const [html, icon, style, script] = await Promise.all([
    readFile(source('index.html'), 'utf8'),
    readFile(source('icon.svg'), 'utf8'),
    minified('style.css'),
    minified('main.ts'),
  ]);
  return [
    { path: '/', type: 'text/html; charset=utf-8', text: html },
    { path: '/icon.svg', type: 'image/svg+xml', text: icon },
    { path: '/style.css', type: 'text/css; charset=utf-8', text: style },
    { path: '/main.js', type: 'text/javascript; charset=utf-8', text: script },
  ];
}
