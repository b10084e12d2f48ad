// Judges one generated service or model: does code that compiled against the old one still compile?
import { basename } from 'node:path';
import type ts from 'typescript';
import { type Change, change } from '../change.js';
import type { Direction, Side } from '../judge.js';
import type { SurfaceProgram } from './surface-program.js';
import { breaksBetween } from './surface-types.js';

type Method = ts.MethodDeclaration;

export function judgeService(program: SurfaceProgram, file: string): Change[] {
  const service = basename(file, '.ts');
  const now = methodsIn(program, program.sourceOf('after', file));
  return [...methodsIn(program, program.sourceOf('before', file))].flatMap(([name, old]) => {
    const where = `${service}.${name} (TypeScript)`;
    const twin = now.get(name);
    if (twin) return judgeMethod(program, where, old, twin);
    return [change('typescript-method-removed', where)];
  });
}

function methodsIn({ ts }: SurfaceProgram, source: ts.SourceFile): Map<string, Method> {
  const methods = source.statements
    .filter((statement) => ts.isClassDeclaration(statement))
    .flatMap((declaration) => [...declaration.members])
    .filter((member) => ts.isMethodDeclaration(member));
  return new Map(methods.map((method) => [method.name.getText(source), method]));
}

function judgeMethod(program: SurfaceProgram, where: string, old: Method, now: Method): Change[] {
  const [was, is] = [resultType(program, old), resultType(program, now)];
  const results = was && is ? breaksBetween(program, 'response', 'the result', was, is) : [];
  const [calls, reads] = [judgeParameters(program, old, now), results];
  return [
    ...breakage('typescript-calls', where, calls),
    ...breakage('typescript-results', where, reads),
  ];
}

function resultType({ checker }: SurfaceProgram, method: Method): ts.Type | undefined {
  const signature = checker.getSignatureFromDeclaration(method);
  return signature && checker.getAwaitedType(signature.getReturnType());
}

export type BreakageId = 'typescript-calls' | 'typescript-results' | 'typescript-model';

export function breakage(id: BreakageId, where: string, causes: readonly string[]): Change[] {
  return causes.length === 0
    ? []
    : [{ ...change(id, where, { reasons: causes.join('; ') }), causes }];
}

function judgeParameters(program: SurfaceProgram, old: Method, now: Method): string[] {
  const { checker } = program;
  const kept = old.parameters.flatMap((parameter, index) => {
    const twin = now.parameters[index];
    const name = argumentName(program, parameter) ?? 'the argument';
    if (!twin) return [`${name} is no longer accepted`];
    const label = argumentName(program, parameter) ?? '';
    return [
      ...(isOptional(checker, parameter) && !isOptional(checker, twin)
        ? [`${name} is required now`]
        : []),
      ...(isMoved(program, now, parameter, twin) ? [`${name} is at another position now`] : []),
      ...breaksBetween(
        program,
        'request',
        label,
        checker.getTypeAtLocation(parameter),
        checker.getTypeAtLocation(twin),
      ),
    ];
  });
  const added = now.parameters.slice(old.parameters.length);
  const required = added.filter((parameter) => !isOptional(checker, parameter));
  return [
    ...kept,
    ...required.map((p) => `${argumentName(program, p) ?? 'an argument'} is required now`),
  ];
}

function isOptional(checker: ts.TypeChecker, parameter: ts.ParameterDeclaration): boolean {
  return checker.isOptionalParameter(parameter);
}

/** A destructured argument has no name. */
function argumentName(
  { ts }: SurfaceProgram,
  { name }: ts.ParameterDeclaration,
): string | undefined {
  return ts.isIdentifier(name) ? name.text : undefined;
}

/** Two arguments of one type that change places compile, and mean something else. */
function isMoved(
  program: SurfaceProgram,
  now: Method,
  old: ts.ParameterDeclaration,
  twin: ts.ParameterDeclaration,
): boolean {
  const name = argumentName(program, old);
  if (name === undefined || name === argumentName(program, twin)) return false;
  return now.parameters.some((parameter) => argumentName(program, parameter) === name);
}

export function judgeModel(
  program: SurfaceProgram,
  file: string,
  uses: ReadonlySet<Direction> | undefined,
): Change[] {
  const where = `${basename(file, '.ts')} (TypeScript)`;
  const [old, now] = [exportsIn(program, 'before', file), exportsIn(program, 'after', file)];
  // Used by no service: callers may do with it what they like.
  const directions: Direction[] = uses?.size ? [...uses] : ['request', 'response'];
  const reasons = [...old].flatMap(([name, symbol]) => {
    const twin = now.get(name);
    if (!twin) return [`${name} no longer exists`];
    const [was, is] = [symbol, twin].map((s) => program.checker.getDeclaredTypeOfSymbol(s));
    return [
      ...lostMembers(symbol, twin),
      ...(was && is ? directions.flatMap((d) => breaksBetween(program, d, '', was, is)) : []),
    ];
  });
  return breakage('typescript-model', where, [...new Set(reasons)]);
}

function exportsIn({ checker, sourceOf }: SurfaceProgram, side: Side, file: string) {
  const symbol = checker.getSymbolAtLocation(sourceOf(side, file));
  const exported = symbol ? checker.getExportsOfModule(symbol) : [];
  return new Map(exported.map((each) => [each.name, each]));
}

/** Members of an enum, or of enums in a namespace, that code can no longer name. */
function lostMembers(old: ts.Symbol, now: ts.Symbol, path = old.name): string[] {
  return [...(old.exports ?? [])].flatMap(([name, member]) => {
    const twin = now.exports?.get(name);
    const inner = `${path}.${String(name)}`;
    return twin ? lostMembers(member, twin, inner) : [`${inner} no longer exists`];
  });
}
