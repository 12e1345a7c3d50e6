import { tf, type Tensor } from '../backend.js';
import { copy, isOwn } from '../kernels/memory.js';
import { int, run } from '../kernels/run.js';
import type { Trained } from './rule.js';

/** A call of an optimiser's kernel: libs/engine/native/optimizer_operations.cc says what each takes. */
export interface InPlace<T extends Trained> {
  readonly operation: string;
  readonly settings: readonly number[];
  /** What all elements of a parameter's move are multiplied by. */
  readonly rate: (each: T) => number;
  /** What weight decay leaves of a parameter, or the decay itself. */
  readonly decay: (each: T) => number;
  /** What is kept for a parameter, in the kernel's order. Where one does not have a slot, a tensor of no elements. */
  readonly slots: readonly string[];
  readonly attributes?: Parameters<typeof run>[3];
}

/** Runs the kernel on parameters and slots in memory of their own, which it changes. */
export function inPlace<T extends Trained>(trained: readonly T[], call: InPlace<T>): void {
  const { operation, settings, slots, attributes = [] } = call;
  tf.tidy(() => {
    for (const { parameter, slots: kept } of trained) {
      if (!isOwn(parameter)) parameter.assign(copy<Tensor>(parameter));
      for (const [slot, tensor] of Object.entries(kept)) kept[slot] = privately(tensor);
    }
    const none: Tensor = tf.zeros([0]);
    const rates = [...trained.map(call.rate), ...trained.map(call.decay)];
    const inputs = [
      tf.tensor1d([...settings]),
      tf.tensor2d(rates, [2, trained.length]),
      ...trained.map(({ parameter }) => parameter as Tensor),
      ...trained.map(({ gradient }) => gradient),
      ...slots.flatMap((slot) => trained.map(({ slots: kept }) => kept[slot] ?? none)),
    ];
    run(operation, inputs, 1, [...attributes, int('N', trained.length)]);
  });
}

function privately(tensor: Tensor): Tensor {
  if (isOwn(tensor)) return tensor;
  const made = tf.keep(copy(tensor));
  tensor.dispose();
  return made;
}

/** What decoupled weight decay leaves of a parameter. */
export const leftByDecay = ({ rate, decay }: Trained): number => 1 - rate * decay;
