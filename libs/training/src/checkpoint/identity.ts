import { createHash } from 'node:crypto';
import type { Model } from '#models';
import { blocksOf } from '#text';
import type { TrainingRequest } from '../training.js';
import { arrayCollector } from './array-collector.js';

/** A digest of all that decides a training: a checkpoint of another one is of no use. Hooks are code and not part of it.
 * @param model the starting weights, head included */
export function identityOf({ config, seed, objective, dataset }: TrainingRequest, model: Model): string {
  const hash = createHash('sha256');
  const { task, labels, splits } = dataset;
  hash.update(JSON.stringify({ format: 4, config, seed, objective, task, labels, model: model.config }));
  for (const split of Object.values(splits)) {
    for (const block of blocksOf(split.ids)) hash.update(bytesOf(block));
    hash.update(bytesOf(split.starts));
  }
  const read = arrayCollector();
  for (const [name, { value, encoding }] of model.parameters) {
    const values = value.dataSync();
    hash.update(JSON.stringify([name, value.shape, encoding?.sparse ?? false])).update(bytesOf(values));
    read(values);
  }
  return hash.digest('hex');
}

/** The bytes of a typed array. */
export function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}
