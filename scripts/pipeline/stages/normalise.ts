// Corrects what makes vendors' documents invalid or unusable, by general rules with a name each. A new
// rule is a file in rules/, a line here and a test.
import type { JsonObject } from '../document/document.js';
import { LEFT_OUT_MARK } from '../document/marks.js';
import { InputError } from '../input-error.js';
import type { StageNote } from './note.js';
import { collectionFormats } from './rules/collection-formats.js';
import { componentNames } from './rules/component-names.js';
import { endlessDefinitions } from './rules/endless-definitions.js';
import { hosts } from './rules/hosts.js';
import { information } from './rules/information.js';
import { mediaTypes } from './rules/media-types.js';
import { oneFile } from './rules/one-file.js';
import { operationIds } from './rules/operation-ids.js';
import { ownHeaders } from './rules/own-headers.js';
import { parameterPlaces } from './rules/parameter-places.js';
import { parameterTypes } from './rules/parameter-types.js';
import { pathParameters } from './rules/path-parameters.js';
import { paths } from './rules/paths.js';
import { properties } from './rules/properties.js';
import { references } from './rules/references.js';
import { responses } from './rules/responses.js';
import { RefusedPart, type Rule } from './rules/rule.js';
import { securitySchemes } from './rules/security-schemes.js';
import { shapes } from './rules/shapes/shapes.js';
import { sharedParameters } from './rules/shared-parameters.js';
import { tagList } from './rules/tag-list.js';
import { tags } from './rules/tags.js';
import { types } from './rules/types.js';
import { values } from './rules/values.js';
import { lineAt, type VendorDocument } from './read.js';

/** The rules in the order in which they are applied: each relies on the corrections before it. */
export const RULES: readonly Rule[] = [
  shapes,
  oneFile,
  information,
  paths,
  hosts,
  securitySchemes,
  tagList,
  tags,
  operationIds,
  sharedParameters,
  parameterPlaces,
  ownHeaders,
  pathParameters,
  responses,
  references,
  parameterTypes,
  types,
  mediaTypes,
  collectionFormats,
  properties,
  values,
  componentNames,
  endlessDefinitions,
];

interface Normalised {
  document: JsonObject;
  notes: StageNote[];
}

/** As `normalise`; what a rule refuses is reported with its place in the file. */
export async function normaliseVendor({
  file,
  text,
  document,
}: VendorDocument): Promise<Normalised> {
  try {
    return normalise(document);
  } catch (error) {
    if (!(error instanceof RefusedPart)) throw error;
    const { path, problem, correction } = error;
    throw new InputError({ file, line: await lineAt(text, path), problem, correction }, error);
  }
}

/** A copy of the document with every rule applied, and what the rules did. */
export function normalise(document: JsonObject): Normalised {
  const corrected = structuredClone(document);
  const notes: StageNote[] = [];
  const leftOut: JsonObject[] = [];
  for (const rule of RULES) {
    rule.apply(corrected, (where, what, lost) => {
      notes.push({ stage: 'normalise', rule: rule.name, where, what });
      if (lost !== undefined) leftOut.push({ where, what, lost: JSON.stringify(lost) });
    });
  }
  if (leftOut.length > 0) corrected[LEFT_OUT_MARK] = leftOut;
  return { document: corrected, notes };
}
