// The parts of the report for people, each a list of lines; one with nothing to say is empty.
import { unescapePointer } from '../document/document.js';
import { pathFrom } from '../input-error.js';
import { firstPlaces } from './group.js';
import type { Paint } from './paint.js';
import type { Report } from './report.js';

/** A longer list tells a reader no more; the JSON report has all of it. */
const LIMIT = 8;

export function operations({ operations: all }: Report, paint: Paint): string[] {
  const services = groupBy(all, ({ service }) => service);
  const title = `${count(all.length, 'operation')} in ${count(services.size, 'service')}`;
  const method = maxLength(all.map((operation) => operation.method));
  const path = maxLength(all.slice(0, LIMIT * 4).map((operation) => operation.path));
  const lines = [...services].flatMap(([service, members]) => [
    `  ${service}${members.length > LIMIT ? `, ${members.length} operations` : ''}`,
    ...limitLines(
      // For a large API the services alone are listed.
      all.length > LIMIT * 4 ? [] : members,
      (o) =>
        `    ${o.method.padEnd(method)}  ${o.path.padEnd(path)}  ${paint.faint(o.operationId)}`,
    ),
  ]);
  return [paint.title(title), ...lines];
}

export function untypedParameters({ untyped: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const title = `${count(all.length, 'parameter')} without a type, sent as text: add the type to the overlay`;
  const line = (p: Report['untyped'][number]) => `  ${p.operation} · ${p.in} ${p.name}`;
  return [paint.title(title), ...limitLines(all, line)];
}

export function notes({ notes: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rules = groupBy(all, ({ stage, rule }) => `${stage}: ${rule}`);
  const lines = [...rules].flatMap(([rule, members]) => [
    `  ${rule} (${members.length})`,
    ...limitLines(members, ({ where, what }) => `    ${where}: ${what}`),
  ]);
  return [paint.title(`${count(all.length, 'note')} on what the stages did`), ...lines];
}

export function vendorProblems({ vendorProblems: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const problems = groupBy(all, ({ rule, message }) => `${rule}: ${message}`);
  const lines = [...problems].flatMap(([problem, members]) => {
    const places = firstPlaces(members.map(readablePlace), 3).join(' · ');
    return [`  ${problem} (${members.length})`, `    ${paint.faint(places)}`];
  });
  return [paint.title(`${count(all.length, 'problem')} in the vendor's document`), ...lines];
}

/** A JSON pointer as people read it: `/message/ post parameters 0`. */
function readablePlace({ where }: { where: string }): string {
  const names = where.replace(/^#?\//, '').split('/').map(unescapePointer);
  return (names[0] === 'paths' ? names.slice(1) : names).join(' ') || 'document';
}

/** What src/messages/ cannot do without, and what it could do more. */
export function facade({ facade: all }: Report, paint: Paint): string[] {
  const lost = all.filter(({ added }) => added === 'lost');
  const more = all.filter(({ added }) => added !== 'lost');
  return [
    ...(lost.length === 0 ? [] : [paint.bad(FACADE_BROKEN)]),
    ...lost.map(({ calls, method }) => `  ${calls.join(', ')}: ${method} is gone`),
    ...(more.length === 0 ? [] : [paint.title('New, and for now in api only')]),
    ...more.map(
      ({ calls, method, added }) =>
        `  ${method}: ${[added].flat().join(', ')}, which ${calls.join(', ')} cannot set`,
    ),
  ];
}

/** The heading, and what the command ends with. */
export const FACADE_BROKEN =
  'src/messages/ no longer compiles: it must be changed by hand before a commit';

export function staleActions({ staleActions: all }: Report, cwd: string, paint: Paint): string[] {
  if (all.length === 0) return [];
  const verb = all.length === 1 ? 'fits' : 'fit';
  const title = `${count(all.length, 'overlay action')} no longer ${verb}`;
  const lines = [...groupBy(all, adviceFor)].flatMap(([advice, members]) => [
    ...members.flatMap(({ file, line = 1, target, description, reason }) => [
      `  ${pathFrom(cwd, file)}:${line}  ${target} ${reason}`,
      ...(description === undefined ? [] : [`      ${paint.faint(description)}`]),
    ]),
    `    Do this: ${advice}`,
  ]);
  return [paint.bad(title), ...lines];
}

function adviceFor({ reason }: Report['staleActions'][number]): string {
  if (reason === 'matches nothing')
    return 'where the vendor renamed or moved it, correct the target; where it is gone, remove the action.';
  if (reason === 'changes nothing')
    return 'remove the action: the document says this without it now.';
  return 'see what the words of the vendor mean now; correct "update" and the code that relies on them, and write them into "x-expects". Where they say all that the action adds, remove it.';
}

export function timings({ timings: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const total = all.reduce((sum, { ms }) => sum + ms, 0);
  const stages = all.map(({ stage, ms }) => `${stage} ${Math.round(ms)}`).join(', ');
  return [paint.faint(`${Math.round(total)} ms: ${stages}`)];
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

function groupBy<T>(all: readonly T[], keyFor: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of all) {
    const group = groups.get(keyFor(item));
    if (group) group.push(item);
    else groups.set(keyFor(item), [item]);
  }
  return groups;
}

function limitLines<T>(all: readonly T[], line: (item: T) => string): string[] {
  const rest = all.length - LIMIT;
  const lines = all.slice(0, LIMIT).map(line);
  return rest > 0 ? [...lines, `    … and ${rest} more, all of them in the JSON report`] : lines;
}

function maxLength(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
