import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { type CompressionEstimate, needsData } from '#methods';
import { type Model, disposeModel, logits, readModel, weightsOf, writeModel } from '#models';
import { type Split, batchOf, fileOrder, openTokenizer } from '#text';
import { compressModel } from '../compress-model.js';
import { createContext } from '../context/create-context.js';
import type { ContextOptions } from '../context/options.js';
import type { CompressionPlugin } from '../plugin.js';
import type { Fixture } from './fixture.js';

/** A plugin's example, checked, as `apply` gets it. */
export const exampleOf = (plugin: CompressionPlugin): object => checkConfig(plugin.config, plugin.example, 'example');

/** Runs a plugin's example; on data only if it asks for some. The result belongs to the caller. */
export async function runExample(
  plugin: CompressionPlugin,
  { model, dataset }: Fixture,
  options: Partial<ContextOptions> = {},
): Promise<{ model: Model; estimate: CompressionEstimate }> {
  const config = exampleOf(plugin);
  const data = needsData(plugin, config) ? { dataset } : {};
  const { teacher, rewind } = plugin.needs?.(config) ?? {};
  const others = { ...(teacher && { teacher: model }), ...(rewind && { rewind: model }) };
  return compressModel(plugin, model, config, createContext({ seed: 1, ...data, ...others, ...options }));
}

/** How far a plan may lie beside the file, as a share of it. */
const TOLERANCE = 0.01;

/** How much larger a plan may be that says no more than how large the file is at most. */
const LOOSEST = 1.5;

/** That a file has the bytes that were planned; no more, and not far fewer, where the plan is a bound. */
export function checkBytes({ after, atMost }: CompressionEstimate['bytes'], real: number): void {
  const ratio = after / real;
  const fits = ratio >= 1 - TOLERANCE && ratio <= (atMost ? LOOSEST : 1 + TOLERANCE);
  assert.ok(fits, `${atMost ? 'at most ' : ''}${after} bytes were planned, but there are ${real}`);
}

/** Runs `use` with a folder that is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-conformance-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Size and digest of what a model's file holds. */
export async function fileOf(model: Model): Promise<{ bytes: number; sha256: string }> {
  return inFolder(async (folder) => {
    await writeModel(model, folder);
    const file = join(folder, 'model.safetensors');
    const sha256 = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return { bytes: (await stat(file)).size, sha256 };
  });
}

/** A model's logits for the dev split, with the ids that its own tokenizer has. */
export function outputsOf(model: Model, { splits, tokenizer }: Fixture['dataset']): Float32Array {
  const dev = inIdsOf(model, splits.dev!, tokenizer);
  const output = tf.tidy(() => logits(weightsOf(model), model, batchOf(dev, fileOrder(dev))));
  const values = output.dataSync().slice() as Float32Array;
  output.dispose();
  return values;
}

/** A split with the ids that its tokens have in a model whose vocabulary a method has changed; the unknown token where one is
 * gone. */
function inIdsOf({ tokenizer }: Model, split: Split, before: string): Split {
  if (tokenizer === undefined || tokenizer === before) return split;
  const [own, old] = [openTokenizer(tokenizer), openTokenizer(before)];
  const idOf = (id: number) => own.engine.tokenToId(old.engine.idToToken(id)!) ?? own.special.unk;
  return { ...split, ids: split.ids.slice(0, split.ids.length).map(idOf) };
}

/** The outputs of a model after it was written and read. */
export async function reloadedOutputs(model: Model, dataset: Fixture['dataset']): Promise<Float32Array> {
  return inFolder(async (folder) => {
    await writeModel(model, folder);
    const read = await readModel(folder);
    try {
      return outputsOf(read, dataset);
    } finally {
      disposeModel(read);
    }
  });
}
