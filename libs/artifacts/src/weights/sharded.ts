import { dirname, join } from 'node:path';
import { content, TlcError } from '#contracts';
import { listInput } from '../input/open.js';
import { byteSize } from '../safetensors/header.js';
import { missingTensor, openWeightFile } from './file.js';
import { readWeightIndex, refuseIndex, type WeightIndex } from './index-file.js';
import type { WeightHeader, Weights } from './weights.js';

/**
 * Opens the weights of an index and the files beside it that it names. Index and files must agree: each tensor is in the
 * file that the index says, and no file has another one.
 *
 * @param path of the index
 * @throws TlcError WEIGHTS_MISSING_SHARD, WEIGHTS_INDEX_INVALID; as `openWeightFile` of each file
 */
export async function openShards(path: string): Promise<Weights> {
  const index = await readWeightIndex(path);
  const folder = dirname(path);
  const shards = new Map<string, Weights>();
  const names = [...new Set(index.files.values())].toSorted();
  const there = new Set(await listInput(folder));
  for (const name of names) {
    if (!there.has(name)) throw missingShard(path, name, names.filter((one) => there.has(one)).length, names.length);
    shards.set(name, await openWeightFile(join(folder, name)));
  }
  const headers = headersOf(path, index, shards);
  return {
    files: [path, ...names.map((name) => join(folder, name))],
    headers,
    metadata: {},
    read: async (tensor) => shards.get(index.files.get(tensor) ?? missingTensor(path, tensor))!.read(tensor),
  };
}

function headersOf(path: string, index: WeightIndex, shards: ReadonlyMap<string, Weights>) {
  const headers = new Map<string, WeightHeader>();
  for (const [file, shard] of shards) {
    for (const [tensor, header] of shard.headers) {
      const expected = index.files.get(tensor);
      if (expected !== file) {
        refuseIndex(
          path,
          `tensor ${content(tensor)} is in ${content(file)}, ${expected ? `not in ${content(expected)}` : 'which it does not say'}`,
        );
      }
      headers.set(tensor, header);
    }
  }
  for (const [tensor, file] of index.files) {
    if (!headers.has(tensor)) refuseIndex(path, `tensor ${content(tensor)} is not in ${content(file)}`);
  }
  checkTotal(path, index, headers);
  return headers;
}

/** PyTorch's indexes count tensors that share their values once or twice, as it comes: those of safetensors share none. */
function checkTotal(
  path: string,
  { totalBytes, files }: WeightIndex,
  headers: ReadonlyMap<string, WeightHeader>,
): void {
  if (totalBytes === undefined || ![...files.values()].every((file) => file.endsWith('.safetensors'))) return;
  const bytes = [...headers.values()].reduce((sum, { dtype, shape }) => sum + byteSize(dtype, shape), 0);
  if (bytes !== totalBytes) refuseIndex(path, `its tensors have ${bytes} bytes, it says ${totalBytes}`);
}

function missingShard(path: string, name: string, found: number, count: number): TlcError {
  const message = `${path} names ${content(name)}, which is not beside it; of ${count} files ${found} are there.`;
  return new TlcError('WEIGHTS_MISSING_SHARD', message, { details: { path, shard: name } });
}
