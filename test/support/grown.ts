/** A grown document: today's, with a service for Groups; and the client that is generated from it. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { parse as parseYaml } from 'yaml';

import type { JsonObject } from '../../scripts/pipeline/document/document.js';
import { objectOf } from '../../scripts/pipeline/document/document.js';
import type {
  ApiResponse,
  OverrideOptions,
  TigerConnect,
  TigerConnectOptions,
} from '../../src/index.js';
import { parse, readText } from '../../scripts/pipeline/stages/read.js';
import { generate, remove, ROOT, scratch } from '../pipeline/harness.js';

/** The vendor's document of today with what grown-document.yaml adds. */
export async function grownDocument(): Promise<JsonObject> {
  const vendor = path.join(ROOT, 'spec/vendor.yaml');
  const today = await parse(vendor, await readText(vendor));
  const more = parseYaml(
    await readFile(path.join(ROOT, 'test/support/grown-document.yaml'), 'utf8'),
  ) as JsonObject;
  return {
    ...today,
    paths: { ...objectOf(today['paths']), ...objectOf(more['paths']) },
    definitions: { ...objectOf(today['definitions']), ...objectOf(more['definitions']) },
  };
}

/** A folder with the client's sources and the code generated from a document; `remove` it after use. */
export async function clientFor(
  document: JsonObject,
  flags = ['--overlay', path.join(ROOT, 'spec/overlay.yaml')],
): Promise<string> {
  const folder = await scratch();
  const input = path.join(folder, 'document.json');
  await writeFile(input, JSON.stringify(document));
  const { exitCode, error } = await generate(
    folder,
    ...['--input', input, ...flags],
    ...['--output', path.join(folder, 'generated')],
  );
  if (exitCode !== 0) throw new Error(`no client was generated: ${error}`);
  await mkdir(path.join(folder, 'src'));
  await cp(path.join(ROOT, 'src'), path.join(folder, 'src'), {
    recursive: true,
    filter: (source) => !/src.(?:cli|sandbox|guides|outbox)\b/.test(source),
  });
  return folder;
}

/** The service that the grown document adds, as its types are generated. */
interface GroupService {
  createGroup(given: { requestBody: NewGroup; requestId?: string }): Promise<Group>;
  listGroups(given?: { limit?: number; name?: string }): Promise<Group[]>;
  getGroup(given: { groupToken: string }): Promise<Group>;
  deleteGroup(given: { groupToken: string }): Promise<void>;
  addGroupMember(given: {
    groupToken: string;
    formData: { member: string };
    ttXOrganizationKey?: string;
  }): Promise<Group>;
}

interface NewGroup {
  name: string;
  members: string[];
}

interface Group extends NewGroup {
  group_token: string;
}

type WithResponse<Service> = {
  [Name in keyof Service]: Service[Name] extends (...given: infer Given) => Promise<infer Data>
    ? (...given: Given) => Promise<ApiResponse<Data>>
    : never;
};

/** The client of the grown document. */
export interface GrownClient extends TigerConnect {
  readonly api: TigerConnect['api'] & { readonly group: GroupService };
  readonly withResponse: TigerConnect['withResponse'] & {
    readonly group: WithResponse<GroupService>;
  };
  withOptions(options: OverrideOptions): GrownClient;
}

/** Its class, from a folder that `clientFor` made. */
export async function grownClass(
  folder: string,
): Promise<new (options: TigerConnectOptions) => GrownClient> {
  const module = (await import(path.join(folder, 'src/index.ts'))) as {
    TigerConnect: new (options: TigerConnectOptions) => GrownClient;
  };
  return module.TigerConnect;
}

export { remove };
