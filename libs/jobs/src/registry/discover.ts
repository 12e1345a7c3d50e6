import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Operation } from '../operation/operation.js';
import { type OperationRegistry, createRegistry } from './registry.js';

/** TLC's operations: a folder beside this library, compiled or in source as this file is. */
const OWN_OPERATIONS = fileURLToPath(new URL('../../../operations', import.meta.url));
const ENTRIES = ['index.js', 'index.ts', 'index.mjs'];

interface Exports {
  readonly default: Operation;
}

let own: Promise<OperationRegistry> | undefined;

/** Finds every operation: nobody keeps a list. Nothing of an operation is loaded but what planning needs.
 * @param folder of operations' folders, each with `src/index`; TLC's own if left out */
export function findOperations(folder?: string): Promise<OperationRegistry> {
  return folder === undefined ? (own ??= discover(OWN_OPERATIONS)) : discover(folder);
}

async function discover(folder: string): Promise<OperationRegistry> {
  const entries = readdirSync(folder)
    .sort()
    .flatMap((name) => ENTRIES.map((entry) => join(folder, name, 'src', entry)).find(existsSync) ?? []);
  const found: Operation[] = [];
  for (const entry of entries) found.push(((await import(pathToFileURL(entry).href)) as Exports).default);
  return createRegistry(inOrder(found));
}

/** What an artifact of a kind needs is before it, so that lists read as pipelines do. */
const KINDS = ['tokenizer', 'dataset', 'model', 'export', 'scores'];

function inOrder(operations: readonly Operation[]): Operation[] {
  const needs = ({ inputs }: Operation, kind: string) =>
    inputs.some(({ optional, takes }) => !optional && takes === kind);
  const rank = (operation: Operation) =>
    [KINDS.indexOf(operation.makes), needs(operation, 'model'), needs(operation, 'dataset')].map(Number).join('');
  return [...operations].sort((a, b) => rank(a).localeCompare(rank(b)));
}
