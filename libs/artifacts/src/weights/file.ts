import { TlcError } from '#contracts';
import { openSafetensors, type StoredTensor } from '../safetensors/read.js';
import { openTorchFile } from '../torch/open.js';
import type { WeightHeader, Weights } from './weights.js';

/** Opens one file of weights, by its ending.
 *
 * @throws TlcError as `openSafetensors` and `openTorchFile` */
export async function openWeightFile(path: string): Promise<Weights> {
  if (!path.endsWith('.safetensors')) {
    const file = await openTorchFile(path);
    return weightsOf(path, file.entries, {}, ({ name }) => file.read(name));
  }
  const file = await openSafetensors(path);
  return weightsOf(path, file.header.entries, file.header.metadata, (entry) => file.read(entry));
}

function weightsOf<E extends WeightHeader>(
  path: string,
  entries: readonly E[],
  metadata: Readonly<Record<string, string>>,
  read: (entry: E) => Promise<StoredTensor>,
): Weights {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const headers = entries.map(({ name, dtype, shape }) => [name, { name, dtype, shape }] as const);
  return {
    files: [path],
    headers: new Map(headers),
    metadata,
    read: async (name) => read(byName.get(name) ?? missingTensor(path, name)),
  };
}

export function missingTensor(path: string, tensor: string): never {
  throw new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${tensor}.`, { details: { path, tensor } });
}
