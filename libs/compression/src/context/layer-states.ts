import { type Tensor2D, tf } from '#engine';

/** Floats that are held at most: 512 MiB. Batches after those are computed from the beginning each time. */
const MOST = 2 ** 27;

/** What the layers before those that are looked at now have given for each batch: their weights change no more, so that the next
 * pass goes on from there. */
export interface LayerStates {
  /** How a pass over a batch, by its number, is to compute each layer; `isReached` says whether it has come to one that is
   * looked at. */
  pass(batch: number, isReached: () => boolean): (x: Tensor2D, compute: () => Tensor2D) => Tensor2D;
  dispose(): void;
}

interface State {
  /** Number of the layer in a pass, from 0. */
  readonly layer: number;
  /** What it gave, [rows, hidden]. */
  readonly output: Tensor2D;
}

export function layerStates(most = MOST): LayerStates {
  const states = new Map<number, State>();
  let held = 0;

  function hold(batch: number, layer: number, output: Tensor2D): void {
    const before = states.get(batch);
    if (!before && held + output.size > most) return;
    if (!before) held += output.size;
    states.set(batch, { layer, output: tf.keep(output.clone()) });
    before?.output.dispose();
  }

  return {
    pass(batch, isReached) {
      const state = states.get(batch);
      let next = 0;
      return (x, compute) => {
        const layer = next++;
        if (state && layer < state.layer) return x;
        if (state && layer === state.layer) return state.output.clone();
        const y = compute();
        if (!isReached()) hold(batch, layer, y);
        return y;
      };
    },
    dispose: () => tf.dispose([...states.values()].map(({ output }) => output)),
  };
}
