// The parts of the report for people, each a list of lines; one with nothing to say is empty.
import { firstPlaces } from './group.js';
import type { Report } from './report.js';
import type { Paint } from './paint.js';

/** A longer list says no more to a reader; the JSON report has all of it. */
const LIMIT = 8;

export function operations({ operations: all }: Report, paint: Paint): string[] {
  const services = grouped(all, ({ service }) => service);
  const title = `${count(all.length, 'operation')} in ${count(services.size, 'service')}`;
  const method = widest(all.map((operation) => operation.method));
  const path = widest(all.slice(0, LIMIT * 4).map((operation) => operation.path));
  const lines = [...services].flatMap(([service, members]) => [
    `  ${service}${members.length > LIMIT ? `, ${members.length} operations` : ''}`,
    ...limited(
      // Of a large API the services alone are worth a line.
      all.length > LIMIT * 4 ? [] : members,
      (o) =>
        `    ${o.method.padEnd(method)}  ${o.path.padEnd(path)}  ${paint.faint(o.operationId)}`,
    ),
  ]);
  return [paint.title(title), ...lines];
}

export function untyped({ untyped: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const title = `${count(all.length, 'parameter')} without a type, taken as text: add it to the overlay`;
  const one = (p: Report['untyped'][number]) => `  ${p.operation} · ${p.in} ${p.name}`;
  return [paint.title(title), ...limited(all, one)];
}

export function notes({ notes: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rules = grouped(all, ({ stage, rule }) => `${stage}: ${rule}`);
  const lines = [...rules].flatMap(([rule, members]) => [
    `  ${rule} (${members.length})`,
    ...limited(members, ({ where, what }) => `    ${where}: ${what}`),
  ]);
  return [paint.title(`${count(all.length, 'note')} on what the stages did`), ...lines];
}

export function vendorProblems({ vendorProblems: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const faults = grouped(all, ({ rule, message }) => `${rule}: ${message}`);
  const lines = [...faults].flatMap(([fault, members]) => [
    `  ${fault} (${members.length})`,
    `    ${paint.faint(
      firstPlaces(
        members.map((member) => place(member.where)),
        3,
      ).join(' · '),
    )}`,
  ]);
  return [paint.title(`${count(all.length, 'fault')} in the vendor's document`), ...lines];
}

/** A JSON pointer as people read it: `/message/ post parameters 0`. */
function place(pointer: string): string {
  const keys = pointer.replace(/^#?\//, '').split('/');
  const names = keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  return (names[0] === 'paths' ? names.slice(1) : names).join(' ') || 'document';
}

export function staleActions({ staleActions: all }: Report, paint: Paint): string[] {
  if (all.length === 0) return [];
  const title = `${count(all.length, 'overlay action')} with a target that is no longer there`;
  const lines = all.map(({ number, target, description }) =>
    [`  ${number}. ${target}`, ...(description === undefined ? [] : [`     ${description}`])].join(
      '\n',
    ),
  );
  return [paint.bad(title), ...lines];
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

function grouped<T>(all: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of all) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function limited<T>(all: readonly T[], line: (item: T) => string): string[] {
  const rest = all.length - LIMIT;
  const lines = all.slice(0, LIMIT).map(line);
  return rest > 0 ? [...lines, `    … and ${rest} more, all of them in the JSON report`] : lines;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}
