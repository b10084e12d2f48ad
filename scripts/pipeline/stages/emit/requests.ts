// What each method of the client asks for: where each argument goes, in which form, and what comes back.
// Read from the generated code itself and kept beside it, so that the comparison sees an argument that
// goes elsewhere under the same name.
import type {
  CallExpression,
  Expression,
  Fn,
  Module,
  ModuleItem,
  ObjectExpression,
} from '@swc/core';

import type { MethodRequest } from '../../document/requests.js';
import type { Styles } from './parameter-styles.js';

/** The places of a request, by the option that the generated code gives. */
const PLACES: Readonly<Record<string, string>> = {
  path: 'path',
  query: 'query',
  headers: 'header',
  cookies: 'cookie',
};

/** A method of a service, as it stands in the generated code. */
export interface ServiceMethod {
  /** As `MessageService.sendMessage`. */
  name: string;
  /** The options that it calls the client with. */
  options: Record<string, Expression>;
  function: Fn;
}

/** The methods of all services. */
export function serviceMethods(modules: ReadonlyMap<string, Module>): ServiceMethod[] {
  return [...modules].flatMap(([file, { body }]) =>
    file.startsWith('services/') ? body.flatMap(methodsOf) : [],
  );
}

function methodsOf(item: ModuleItem): ServiceMethod[] {
  if (item.type !== 'ExportDeclaration' || item.declaration.type !== 'ClassDeclaration') return [];
  const { identifier, body } = item.declaration;
  return body.flatMap((member) => {
    if (member.type !== 'ClassMethod' || member.key.type !== 'Identifier') return [];
    const [statement] = member.function.body?.stmts ?? [];
    if (statement?.type !== 'ReturnStatement') return [];
    const [options] = (statement.argument as CallExpression).arguments;
    if (options === undefined) return [];
    const name = `${identifier.value}.${member.key.value}`;
    return [{ name, options: propertiesOf(options.expression), function: member.function }];
  });
}

/** What each method asks for. */
export function methodRequests(
  methods: readonly ServiceMethod[],
  styles: Readonly<Record<string, Styles>>,
): Record<string, MethodRequest> {
  return Object.fromEntries(methods.map(({ name, options }) => [name, requestOf(options, styles)]));
}

function requestOf(
  options: Record<string, Expression>,
  styles: Readonly<Record<string, Styles>>,
): MethodRequest {
  const text = (key: string): string => {
    const value = options[key];
    return value?.type === 'StringLiteral' ? value.value : '';
  };
  const request = `${text('method')} ${text('url')}`;
  const bound = Object.entries(PLACES).flatMap(([option, place]) =>
    Object.entries(propertiesOf(options[option])).map(
      ([wire, value]) => [nameOf(value), `${place} ${wire}`] as const,
    ),
  );
  const bodies = ['formData', 'body'].filter((option) => option in options);
  const forms = Object.entries(styles[request] ?? {}).flatMap(([place, names]) =>
    Object.entries(names).map(
      ([wire, style]) => [`${PLACES[place] ?? 'form'} ${wire}`, style] as const,
    ),
  );
  const header = text('responseHeader');
  return {
    request,
    ...('mediaType' in options ? { mediaType: text('mediaType') } : {}),
    result: header === '' ? 'body' : `header ${header}`,
    arguments: Object.fromEntries([
      ...bound,
      ...bodies.map((option) => [nameOf(options[option]), option === 'body' ? 'body' : 'form']),
    ]) as Record<string, string>,
    styles: Object.fromEntries(forms),
  };
}

function nameOf(value: Expression | undefined): string {
  return value?.type === 'Identifier' ? value.value : '';
}

function propertiesOf(value: Expression | undefined): Record<string, Expression> {
  if (value?.type !== 'ObjectExpression') return {};
  const { properties }: ObjectExpression = value;
  return Object.fromEntries(
    properties.flatMap((property) => {
      if (property.type !== 'KeyValueProperty') return [];
      const { key } = property;
      return 'value' in key ? [[String(key.value), property.value] as const] : [];
    }),
  );
}
