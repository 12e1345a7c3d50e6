import { rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { bytesOf, removable, restsOf } from '#artifacts';
import { TlcError } from '#contracts';
import { bytes } from '#report';
import { EXIT } from '../errors/exit-codes.js';
import { openLocal } from '../target/local-answers.js';
import { openRuns } from '../target/runs.js';
import { type CommonOptions, type Target, findTarget } from '../target/target.js';
import { readUpFile } from '../target/up-file.js';
import type { Terminal } from '../terminal/terminal.js';

const DAY_MS = 24 * 3600 * 1000;

export interface CleanOptions extends CommonOptions {
  /** Days. */
  readonly olderThan?: number;
  /** Bytes. */
  readonly maxSize?: number;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** `tlc clean`: says what would be freed, then frees it when that is agreed to.
 * @returns the exit code
 * @throws TlcError SERVER_STORE_BUSY where something runs that may need it */
export async function clean(options: CleanOptions, terminal: Terminal): Promise<number> {
  const { olderThan, maxSize, json, dryRun } = options;
  const target = findTarget(options);
  const { home } = target;
  if (!dryRun && readUpFile(home)) {
    throw new TlcError('SERVER_STORE_BUSY', `${home} is in use: what runs there may need what would be removed`);
  }
  const { store } = await openLocal(target);
  if (!dryRun && store.isAtServer) await refuseWhileRunning(target);
  const before = olderThan === undefined ? undefined : new Date(Date.now() - olderThan * DAY_MS).toISOString();
  const named = new Set((await store.tags.list()).map(({ id }) => id));
  const rules = { before, mostBytes: maxSize };
  const artifacts = removable(await store.list(), named, rules);
  const rests = await restsOf(store.layout, before);
  const items = [
    ...artifacts.map((each) => ({ what: `${each.id.slice(0, 12)}  ${each.recipe.operation}`, bytes: bytesOf(each) })),
    ...rests.map(({ path, bytes: size }) => ({ what: `left over: ${basename(path).slice(0, 30)}`, bytes: size })),
  ];
  const total = items.reduce((sum, item) => sum + item.bytes, 0);
  const isAgreed = !dryRun && items.length > 0 && (options.yes || (!json && (await agree(items, total, terminal))));
  if (isAgreed) {
    for (const { id } of artifacts) await store.remove(id);
    for (const { path } of rests) await rm(path, { recursive: true, force: true });
  }
  if (json) terminal.print(JSON.stringify({ items, bytes: total, removed: Boolean(isAgreed) }));
  else if (isAgreed) terminal.note(`${bytes(total)} freed`);
  else if (dryRun) for (const item of items) terminal.print(`${item.what}  ${bytes(item.bytes)}`);
  if (!isAgreed) terminal.note(items.length === 0 ? 'nothing to remove' : `${bytes(total)} would be freed`);
  if (isAgreed || dryRun || items.length === 0) return EXIT.ok;
  if (!process.stdin.isTTY) terminal.complain('Nothing was removed: --yes agrees to it where nobody can be asked.');
  return EXIT.usage;
}

/** @throws TlcError SERVER_STORE_BUSY where a run of the target's server may need what would be removed */
async function refuseWhileRunning(target: Target): Promise<void> {
  const runs = await openRuns(target);
  try {
    const running = (await runs.list(1000)).find(({ status }) => status === 'running');
    if (running) throw new TlcError('SERVER_STORE_BUSY', `the run ${running.run} may need what would be removed`);
  } finally {
    await runs.close();
  }
}

async function agree(
  items: readonly { what: string; bytes: number }[],
  total: number,
  { note }: Terminal,
): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  for (const item of items) note(`${item.what}  ${bytes(item.bytes)}`);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await lines.question(`Remove ${items.length} (${bytes(total)})? [y/N] `)).trim());
  } finally {
    lines.close();
  }
}
