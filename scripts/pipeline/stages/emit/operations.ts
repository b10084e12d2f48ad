// What the call of an operation does not say, as a module that the client reads before it sends: what must be
// given, and under which name users give it. Read from the types of the generated code.
import type { Fn, TsType, TsTypeAnnotation, TsTypeElement } from '@swc/core';

import { REQUEST_ID } from '../../document/own-names.js';
import type { MethodRequest } from '../../document/requests.js';
import { HEADER } from './generator-output.js';
import type { ServiceMethod } from './requests.js';
import { toLiteral } from './texts.js';

/** The places of inputs in a call, by the words of requests.json. */
const PLACES: Readonly<Record<string, string>> = {
  header: 'headers',
  cookie: 'cookies',
  form: 'formData',
};

interface Details {
  required?: Record<string, string>;
  renamed?: Record<string, string>;
  needsResult?: true;
}

/** The text of generated/core/operations.ts. */
export function operationsModule(
  methods: readonly ServiceMethod[],
  requests: Readonly<Record<string, MethodRequest>>,
): string {
  const details = methods.flatMap((method) => {
    const request = requests[method.name];
    const found = request && detailsOf(method.function, request);
    return found && Object.keys(found).length > 0 ? [[request.request, found] as const] : [];
  });
  return `${HEADER}/** What the call of an operation does not say, by method and path; inputs as place and name on the wire. */
export const operations: Readonly<
  Record<
    string,
    Readonly<{
      /** What must be given, with the name that users give it by. */
      required?: Readonly<Record<string, string>>;
      /** What else users give by another name than on the wire. */
      renamed?: Readonly<Record<string, string>>;
      /** Whether a repeat that is told "accepted before", without a result, fails. */
      needsResult?: true;
    }>
  >
> = ${toLiteral(Object.fromEntries(details))};
`;
}

function detailsOf(method: Fn, request: MethodRequest): Details {
  const inputs = Object.entries(request.arguments).map(([name, target]) => ({
    name,
    target: inputAt(target),
  }));
  const required = membersOf(argumentsType(method))
    .filter(({ optional }) => !optional)
    .flatMap(({ name, type }) => {
      const { target } = inputs.find((input) => input.name === name) ?? {};
      if (target === undefined) return [];
      const fields = target === 'formData' ? membersOf(type) : [];
      const wanted = fields.filter(({ optional }) => !optional).map((field) => field.name);
      return [
        [target, name] as const,
        ...wanted.map((field) => [`${target} ${field}`, `${name}.${field}`] as const),
      ];
    });
  const renamed = inputs
    .filter(({ name, target }) => /^\w+ /.test(target) && !target.endsWith(` ${name}`))
    .filter(({ target }) => !required.some(([known]) => known === target));
  const hasKey = inputs.some(
    ({ target }) => target.toLowerCase() === `headers ${REQUEST_ID.header}`,
  );
  return {
    ...(required.length > 0 && { required: Object.fromEntries(required) }),
    ...(renamed.length > 0 && {
      renamed: Object.fromEntries(renamed.map(({ name, target }) => [target, name])),
    }),
    ...(hasKey && request.result === 'body' && !mayBeNothing(method) && { needsResult: true }),
  };
}

/** `header X-Ward` as the call has it, `headers X-Ward`. */
function inputAt(target: string): string {
  const [place = ''] = target.split(' ');
  return `${PLACES[place] ?? place}${target.slice(place.length)}`;
}

function argumentsType({ params }: Fn): TsType | undefined {
  const [first] = params;
  const pattern = first?.pat.type === 'AssignmentPattern' ? first.pat.left : first?.pat;
  return pattern?.type === 'ObjectPattern' ? typeIn(pattern.typeAnnotation) : undefined;
}

const typeIn = (annotation: TsTypeAnnotation | undefined): TsType | undefined =>
  annotation?.typeAnnotation;

interface Member {
  name: string;
  optional: boolean;
  type: TsType | undefined;
}

/** The properties of a type that is written out. */
function membersOf(type: TsType | undefined): Member[] {
  if (type?.type !== 'TsTypeLiteral') return [];
  return type.members.flatMap((member: TsTypeElement) => {
    if (member.type !== 'TsPropertySignature') return [];
    const { key, optional, typeAnnotation } = member;
    if (key.type !== 'Identifier' && key.type !== 'StringLiteral') return [];
    return [{ name: key.value, optional, type: typeIn(typeAnnotation) }];
  });
}

/** Whether what the method resolves to may be undefined. */
function mayBeNothing({ returnType }: Fn): boolean {
  const type = typeIn(returnType);
  const [result] = type?.type === 'TsTypeReference' ? (type.typeParams?.params ?? []) : [];
  const parts = result?.type === 'TsUnionType' ? result.types : [result];
  return parts.some(
    (part) => part?.type === 'TsKeywordType' && ['void', 'unknown'].includes(part.kind),
  );
}
