/**
 * The API's document and the page. In a clone both are read from the sources; the build replaces this
 * module by one that holds them.
 */
import { readFileSync } from 'node:fs';

import type { PageFile } from './page-bundle.js';

export const API_DOCUMENT = JSON.parse(
  readFileSync(new URL('../../spec/openapi.json', import.meta.url), 'utf8'),
) as object;

/** The files of the page, by path. */
export async function pageFiles(): Promise<readonly PageFile[]> {
  const { bundlePage } = await import('./page-bundle.js');
  return bundlePage();
}
