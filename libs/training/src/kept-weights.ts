import { privateCopy, tf, type Tensor, type Variable } from '#engine';

/** Weights that are kept, by the place that they are in. */
export interface KeptPoint {
  readonly place: number;
  /** What decides which are kept: the higher the better. */
  readonly rank: number;
}

/** Copies of weights in training as they were at some evaluations. */
export interface KeptWeights {
  /** By `<place>.<name>`: what checkpoints hold. */
  readonly tensors: Map<string, Tensor>;
  /** Keeps the weights as they are now, where there is a place left or those of the lowest rank have a lower one.
   * @param points those that are kept, which are changed */
  offer(points: KeptPoint[], rank: number): void;
  /** Makes the mean of kept weights the trained ones (Vaswani et al. 2017, arXiv 1706.03762, section 6.1, average the last
   * checkpoints). */
  restoreMean(points: readonly KeptPoint[]): void;
  dispose(): void;
}

/** @param places how many weights are kept at most */
export function keptWeights(places: number, weights: ReadonlyMap<string, Variable>): KeptWeights {
  const tensors = new Map<string, Tensor>();
  const copyInto = (place: number) => {
    for (const [name, variable] of weights) {
      const key = `${place}.${name}`;
      tensors.get(key)?.dispose();
      tensors.set(key, tf.keep(privateCopy<Tensor>(variable)));
    }
  };
  return {
    tensors,
    offer(points, rank) {
      if (points.length < places) {
        copyInto(points.length);
        points.push({ place: points.length, rank });
        return;
      }
      const lowest = points.reduce((least, point, i) => (point.rank < points[least].rank ? i : least), 0);
      if (places === 0 || points[lowest].rank >= rank) return;
      const { place } = points[lowest];
      copyInto(place);
      points[lowest] = { place, rank };
    },
    restoreMean(points) {
      if (points.length === 0) return;
      for (const [name, variable] of weights) {
        tf.tidy(() => {
          const all = points.map(({ place }) => tensors.get(`${place}.${name}`)!);
          variable.assign(all.length === 1 ? all[0] : tf.div(tf.addN(all), all.length));
        });
      }
    },
    dispose() {
      tf.dispose([...tensors.values()]);
      tensors.clear();
    },
  };
}
