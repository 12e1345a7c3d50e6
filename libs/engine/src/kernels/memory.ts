import { tf, type Tensor } from '../backend.js';
import { run } from './run.js';

interface Memory {
  refCount(data: object): number;
}

/** Memory that a kernel made and that nothing else was given. */
const own = new WeakSet<object>();

/**
 * Whether a tensor's memory is its own, so that it may be written to. That of a tensor made of a typed array is JavaScript's, and that of
 * one that was cloned is somebody else's as well, a checkpoint's for instance. Unseen is only what TensorFlow reshaped or cut out of it:
 * whoever keeps such a view over a step finds it changed.
 */
export const isOwn = ({ dataId }: Tensor): boolean =>
  own.has(dataId) && (tf.backend() as unknown as Memory).refCount(dataId) === 1;

/** Says that a kernel has made these tensors, and that no operation of TensorFlow has seen them. */
export function owned<T extends Tensor>(tensors: T[]): T[] {
  for (const { dataId } of tensors) own.add(dataId);
  return tensors;
}

/** A copy in memory of its own. */
export function copy<T extends Tensor>(tensor: T): T {
  return owned(run('TlcCopy', [tensor], 1))[0] as T;
}
