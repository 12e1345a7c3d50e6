import { type Tensor, tf } from '#engine';

/** Gradients of weights, summed over the batches of an update. */
export interface Gradients {
  add(name: string, gradient: Tensor): void;
  get(name: string): Float32Array | undefined;
  clear(): void;
}

export function gradientSums(): Gradients {
  const sums = new Map<string, Tensor>();
  return {
    add: (name, gradient) => {
      const before = sums.get(name);
      sums.set(name, tf.keep(before ? tf.add(before, gradient) : tf.clone(gradient)));
      before?.dispose();
    },
    get: (name) => sums.get(name)?.dataSync<'float32'>(),
    clear: () => {
      tf.dispose([...sums.values()]);
      sums.clear();
    },
  };
}
