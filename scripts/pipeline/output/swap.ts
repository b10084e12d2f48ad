// Puts finished outputs in place of the old ones, by renaming, so that nobody sees half of one. Whatever
// a run leaves behind that is killed, the next one finishes or removes.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { hasCode } from './files.js';

/** Names of one run: what it made, what it moved aside, and that everything is made. */
const MADE = '';
const OLD = '.old';
const READY = '.ready';

/** For the names of what one run makes; the process in it tells whether the run goes on. */
export function newRunId(): string {
  return `${process.pid}-${randomUUID().slice(0, 8)}`;
}

/** A path beside the target, on the same file system, for work that may fail. */
export function besidePath(target: string, run: string): string {
  return join(dirname(target), `.${basename(target)}.${run}`);
}

/** Replaces each target with what the run made beside it; after a failure all old targets are back. */
export function swap(targets: readonly string[], run: string): void {
  const [first] = targets;
  if (first === undefined) return;
  const ready = `${besidePath(first, run)}${READY}`;
  const undo: (() => void)[] = [];
  try {
    writeFileSync(ready, '');
    for (const target of targets) replace(target, run, undo);
  } catch (error) {
    for (const step of undo.reverse()) step();
    rmSync(ready, { force: true });
    throw error;
  }
  for (const target of targets) removeParts(target, run);
}

function replace(target: string, run: string, undo: (() => void)[] = []): void {
  const made = besidePath(target, run);
  const old = `${made}${OLD}`;
  mkdirSync(dirname(target), { recursive: true });
  // At once, so that the time without a target is as short as it can be.
  if (renameIfThere(target, old))
    undo.push(() => {
      renameSync(old, target);
    });
  renameSync(made, target);
  undo.push(() => {
    renameSync(target, made);
  });
}

function renameIfThere(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

function removeParts(target: string, run: string): void {
  for (const part of [OLD, MADE, READY])
    rmSync(`${besidePath(target, run)}${part}`, { recursive: true, force: true });
}

/** Finishes what killed runs were about to put in place, and removes what they left of the rest. */
export function recover(targets: readonly string[]): void {
  const runs = new Set(targets.flatMap(endedRuns));
  for (const run of runs) {
    const isReady = targets.some((target) => existsSync(`${besidePath(target, run)}${READY}`));
    for (const target of targets) {
      const made = besidePath(target, run);
      // Moved aside, and the new one is already there or gets there now.
      if (isReady && existsSync(made)) {
        rmSync(`${made}${OLD}`, { recursive: true, force: true });
        replace(target, run);
      }
    }
    for (const target of targets) removeParts(target, run);
  }
}

/** The runs of which something lies beside the target, and whose process is no more. */
function endedRuns(target: string): string[] {
  const prefix = `.${basename(target)}.`;
  let names: string[];
  try {
    names = readdirSync(dirname(target));
  } catch {
    return [];
  }
  return names.flatMap((name) => {
    if (!name.startsWith(prefix)) return [];
    const [, run, process_] =
      /^((\d+)-[0-9a-f]{8})(?:\.\w+)?$/.exec(name.slice(prefix.length)) ?? [];
    return run === undefined || isRunning(Number(process_)) ? [] : [run];
  });
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}
