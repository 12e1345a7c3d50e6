import { join } from 'node:path';
import { content, TlcError } from '#contracts';
import { listInput } from '../input/open.js';
import { openWeightFile } from './file.js';
import { openShards } from './sharded.js';
import type { Weights } from './weights.js';

/** The files that may hold a model's weights, in the order in which Transformers looks for them. */
const WEIGHT_FILES = [
  { name: 'model.safetensors', open: openWeightFile },
  { name: 'model.safetensors.index.json', open: openShards },
  { name: 'pytorch_model.bin', open: openWeightFile },
  { name: 'pytorch_model.bin.index.json', open: openShards },
] as const;

/**
 * Opens the weights of a model folder: `model.safetensors`, or several safetensors files with their index, or
 * `pytorch_model.bin`, or several of those with theirs; the first that there is. Headers are read, values are not.
 *
 * @throws TlcError MODEL_MISSING_FILE with what the folder has instead; as `openSafetensors`, `openTorchFile`,
 * `openShards`
 */
export async function openWeights(folder: string): Promise<Weights> {
  const names = await listInput(folder).catch((cause: unknown) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('MODEL_MISSING_FILE', `There is no model folder ${folder}.`, { cause, details: { folder } });
  });
  const found = WEIGHT_FILES.find(({ name }) => names.includes(name));
  if (found) return found.open(join(folder, found.name));
  const expected = WEIGHT_FILES.map(({ name }) => name).join(', ');
  const there = names.toSorted().join(', ') || 'no files';
  const message = `The model folder ${folder} has none of ${expected}; it has ${content(there)}.`;
  throw new TlcError('MODEL_MISSING_FILE', message, { details: { folder } });
}
