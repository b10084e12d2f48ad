// The last look at the generated code: it must be a client and nothing else, so that a text of the
// document which became code, in a way that nobody thought of, still never runs. Parsed by SWC, the parser
// of Node's own type stripping, since the compiler takes longer to load than a whole generation.
import type {
  Argument,
  ClassDeclaration,
  ClassMember,
  Declaration,
  Expression,
  Fn,
  Module,
  ModuleItem,
  Node,
  Param,
  Pattern,
  PropertyName,
  Statement,
} from '@swc/core';
import { parseSync } from '@swc/core';

import { errorMessage } from '../../input-error.js';
import type { SourceFile } from './format.js';
import { KNOWN_TYPES } from './mark-texts.js';

/** What a client may call. */
const CALLABLE = ['super', '__request', 'this.httpRequest.request'];

/** Values that need no import. */
const GLOBALS = ['undefined', 'Error'];

/** Words that the generator itself writes outside of core/. */
const OWN_WORDS = [
  ...['GET', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH', 'include'],
  ...KNOWN_TYPES,
];

/**
 * Refuses files that have not the shape of a client, or a literal that is not the document's own; gives
 * the syntax tree of each.
 */
export function assertShape(
  files: readonly SourceFile[],
  texts: ReadonlySet<string>,
): Map<string, Module> {
  const modules = new Map<string, Module>();
  const models = files.map(({ name }) => /^models\/(\w+)\.ts$/.exec(name)?.[1] ?? '');
  const known = new Set([...OWN_WORDS, ...models, ...texts]);
  for (const { name, text } of files) {
    const shape = new Shape(name);
    const module = parse(name, text);
    modules.set(name, module);
    shape.checkModule(module);
    // The words of core/ are ours, but for the server and the version, which TigerConnectApi.ts has too.
    if (name.startsWith('core/')) continue;
    for (const literal of shape.literals) {
      if (!known.has(literal)) throw shape.unexpected('a literal that is not in the document');
    }
  }
  return modules;
}

function parse(name: string, text: string): Module {
  try {
    return parseSync(text, { syntax: 'typescript' });
  } catch (cause) {
    const [problem = ''] = errorMessage(cause).trim().split('\n');
    throw new Error(`the generated ${name} does not parse: ${problem}`, { cause });
  }
}

/** One file: what it may use, and the literals in it. */
class Shape {
  readonly literals = new Set<string>();
  readonly #file: string;
  #names = new Set(GLOBALS);
  #classes = 0;

  constructor(file: string) {
    this.#file = file;
  }

  unexpected(what: Node | string): Error {
    const found = typeof what === 'string' ? what : `code of the kind ${what.type}`;
    return new Error(`the generated ${this.#file} holds ${found}`);
  }

  checkModule({ body }: Module): void {
    for (const item of body) this.#checkItem(item);
  }

  #checkItem(item: ModuleItem): void {
    switch (item.type) {
      case 'ImportDeclaration':
        this.#assertPart(item.source.value, item.specifiers.length);
        for (const { type, local } of item.specifiers) {
          if (type !== 'ImportSpecifier') throw this.unexpected(type);
          this.#names.add(local.value);
        }
        break;
      case 'ExportNamedDeclaration':
        this.#assertPart(item.source?.value, item.specifiers.length);
        for (const { type } of item.specifiers) {
          if (type !== 'ExportSpecifier') throw this.unexpected(type);
        }
        break;
      case 'ExportDeclaration':
        this.#checkDeclaration(item.declaration);
        break;
      case 'TsTypeAliasDeclaration':
        this.#checkDeclaration(item);
        break;
      default:
        throw this.unexpected(item);
    }
  }

  /** A module of the client, of which something is taken by its name. */
  #assertPart(path: string | undefined, names: number): void {
    if (path === undefined || names === 0 || !/^\.{1,2}\/(\w+\/)?\w+\.js$/.test(path))
      throw this.unexpected('an import or export that is no part of a client');
  }

  #checkDeclaration(declaration: Declaration): void {
    switch (declaration.type) {
      case 'TsTypeAliasDeclaration':
        this.#checkType(declaration);
        break;
      case 'ClassDeclaration':
        if (++this.#classes > 1) throw this.unexpected('a second class');
        this.#checkClass(declaration);
        break;
      case 'VariableDeclaration':
        for (const { id, init } of declaration.declarations) {
          if (declaration.kind !== 'const' || id.type !== 'Identifier' || !init)
            throw this.unexpected(declaration);
          this.#checkType(id);
          this.#checkData(init.type === 'TsConstAssertion' ? init.expression : init);
        }
        break;
      default:
        throw this.unexpected(declaration);
    }
  }

  /** Types run nothing, so that only their literals matter. */
  #checkType(part: unknown): void {
    if (typeof part !== 'object' || part === null) return;
    const type = 'type' in part ? part.type : undefined;
    if (type === 'StringLiteral' && 'value' in part) this.literals.add(String(part.value));
    if (type === 'TsTypeQuery' || type === 'TsImportType') throw this.unexpected(type);
    if ('computed' in part && part.computed === true && 'key' in part) {
      const key = part.key as Node;
      // SWC calls a name between quotation marks computed as well.
      if (key.type !== 'StringLiteral' && key.type !== 'NumericLiteral') throw this.unexpected(key);
    }
    for (const value of Object.values(part)) this.#checkType(value);
  }

  #checkClass({ decorators, superClass, body, typeParams }: ClassDeclaration): void {
    if (decorators?.length) throw this.unexpected('a decorator');
    if (superClass) this.#checkExpression(superClass);
    this.#checkType(typeParams);
    for (const member of body) this.#checkMember(member);
  }

  #checkMember(member: ClassMember): void {
    switch (member.type) {
      case 'ClassProperty':
        if (member.value || member.isStatic || member.decorators?.length)
          throw this.unexpected('a property with a value');
        this.#checkName(member.key);
        this.#checkType(member.typeAnnotation);
        break;
      case 'Constructor':
        this.#checkFunction(member.params, member.body?.stmts ?? [], (statement) => {
          if (statement.type !== 'ExpressionStatement') throw this.unexpected(statement);
          this.#checkExpression(statement.expression);
        });
        break;
      case 'ClassMethod':
        this.#checkMethod(member.function, member.kind === 'method' && !member.isStatic);
        this.#checkName(member.key);
        break;
      default:
        throw this.unexpected(member);
    }
  }

  #checkMethod(method: Fn, isPlain: boolean): void {
    if (!isPlain || method.async || method.generator || method.decorators?.length)
      throw this.unexpected('a method of an unexpected kind');
    this.#checkType([method.returnType, method.typeParameters]);
    const statements = method.body?.stmts ?? [];
    if (statements.length > 1) throw this.unexpected('a method of more than one statement');
    this.#checkFunction(method.params, statements, (statement) => {
      if (statement.type !== 'ReturnStatement' || statement.argument?.type !== 'CallExpression')
        throw this.unexpected(statement);
      this.#checkExpression(statement.argument);
    });
  }

  #checkFunction(
    params: (Param | { type: 'TsParameterProperty'; param: Pattern })[],
    statements: Statement[],
    check: (statement: Statement) => void,
  ): void {
    const outer = this.#names;
    const names = params.flatMap((param) => {
      if ('decorators' in param && (param.decorators as unknown[] | undefined)?.length)
        throw this.unexpected('a decorator');
      return this.#argumentNames(param.type === 'TsParameterProperty' ? param.param : param.pat);
    });
    this.#names = new Set([...outer, ...names]);
    for (const statement of statements) check(statement);
    this.#names = outer;
  }

  #argumentNames(pattern: Pattern): string[] {
    switch (pattern.type) {
      case 'Identifier':
        this.#checkType(pattern);
        return [pattern.value];
      case 'AssignmentPattern':
        // A class of the client, or no arguments at all.
        if (pattern.right.type !== 'Identifier' && !isEmptyObject(pattern.right))
          throw this.unexpected(pattern.right);
        this.#checkExpression(pattern.right);
        return this.#argumentNames(pattern.left);
      case 'ObjectPattern':
        this.#checkType(pattern.typeAnnotation);
        return pattern.properties.map((property) => {
          if (property.type !== 'AssignmentPatternProperty' || property.value)
            throw this.unexpected(property);
          return property.key.value;
        });
      default:
        throw this.unexpected(pattern);
    }
  }

  #checkName(name: PropertyName | { type: 'PrivateName' }): void {
    if (name.type === 'StringLiteral') this.literals.add(name.value);
    else if (name.type !== 'Identifier' && name.type !== 'NumericLiteral')
      throw this.unexpected(name);
  }

  /** A value that is written out; true when it is one. */
  #isData(node: Expression, checkValue: (value: Expression) => void): boolean {
    switch (node.type) {
      case 'StringLiteral':
        this.literals.add(node.value);
        return true;
      case 'TemplateLiteral':
        if (node.expressions.length > 0) throw this.unexpected(node);
        for (const { cooked } of node.quasis) this.literals.add(cooked ?? '');
        return true;
      case 'BooleanLiteral':
        return true;
      case 'ObjectExpression':
        for (const property of node.properties) {
          if (property.type !== 'KeyValueProperty') throw this.unexpected(property);
          this.#checkName(property.key);
          checkValue(property.value);
        }
        return true;
      default:
        return false;
    }
  }

  #checkData(node: Expression): void {
    const isData = this.#isData(node, (value) => {
      this.#checkData(value);
    });
    if (!isData && !(node.type === 'Identifier' && node.value === 'undefined'))
      throw this.unexpected(node);
  }

  #checkExpression(node: Expression): void {
    const checkArguments = (all: Argument[]): void => {
      for (const { spread, expression } of all) {
        if (spread) throw this.unexpected('a spread argument');
        this.#checkExpression(expression);
      }
    };
    switch (node.type) {
      case 'ThisExpression':
        break;
      case 'Identifier':
        if (!this.#names.has(node.value)) throw this.unexpected(`the name ${node.value}`);
        break;
      case 'MemberExpression':
        if (node.property.type !== 'Identifier') throw this.unexpected(node.property);
        this.#checkExpression(node.object);
        break;
      case 'OptionalChainingExpression':
        if (node.base.type !== 'MemberExpression') throw this.unexpected(node.base);
        this.#checkExpression(node.base);
        break;
      case 'NewExpression':
        if (node.callee.type !== 'Identifier') throw this.unexpected(node.callee);
        this.#checkExpression(node.callee);
        checkArguments(node.arguments ?? []);
        break;
      case 'CallExpression':
        if (!CALLABLE.includes(calleeName(node.callee)))
          throw this.unexpected('a call that is none of a client');
        checkArguments(node.arguments);
        break;
      case 'AssignmentExpression':
        if (node.operator !== '=' || node.left.type !== 'MemberExpression')
          throw this.unexpected(node);
        this.#checkExpression(node.left);
        this.#checkExpression(node.right);
        break;
      case 'BinaryExpression':
        if (node.operator !== '??') throw this.unexpected(node);
        this.#checkExpression(node.left);
        this.#checkExpression(node.right);
        break;
      default: {
        const isData = this.#isData(node, (value) => {
          this.#checkExpression(value);
        });
        if (!isData) throw this.unexpected(node);
      }
    }
  }
}

function isEmptyObject(node: Expression): boolean {
  return node.type === 'ObjectExpression' && node.properties.length === 0;
}

function calleeName(node: Expression | { type: 'Super' | 'Import' }): string {
  switch (node.type) {
    case 'Super':
      return 'super';
    case 'ThisExpression':
      return 'this';
    case 'Identifier':
      return node.value;
    case 'MemberExpression':
      return node.property.type === 'Identifier'
        ? `${calleeName(node.object)}.${node.property.value}`
        : '';
    default:
      return '';
  }
}
