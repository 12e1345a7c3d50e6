import { setImmediate } from 'node:timers/promises';
import { packing, type Packing, type Tensor2D, tf, valueAndGradients, weightedSumOfRows } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import type { Batch } from '#text';
import { sentenceShares } from './sentence-shares.js';

/** The derivatives of a sentence's loss by gates before linear layers: numbers that are 1 and would multiply the columns of
 * a weight, that is the layer's inputs, `[in]` of each. */
export type GateGradients = ReadonlyMap<string, Float32Array>;

/** What to differentiate, and over which data. */
export interface GateRequest {
  /** Names of the weights [out, in]. */
  readonly weights: readonly string[];
  /** Sentences of the train split, or pairs of them; all when there are fewer. */
  readonly sentences: number;
  /** Whose labels the loss is of: those of the data when left out, or answers drawn from what the model predicts, which need
   * none: squares of their gradients are the true Fisher information, not the empirical one (Kunstner et al. 2019, arXiv
   * 1905.12558, section 2). */
  readonly labels?: 'data' | 'model';
}

/** Gives `use` the derivatives of each sentence. No gate needs to be there: the derivative by one that multiplies an input in all
 * rows of a sentence is the sum over these rows of the input and its gradient, dL/dξ_c = Σ_r x_rc dL/dx_rc. */
export async function gateGradients(
  model: Model,
  { weights, sentences }: GateRequest,
  batches: Iterable<Batch>,
  use: (gradients: GateGradients) => void,
): Promise<void> {
  const own = weightsOf(model);
  // The tape follows what comes from these, among them what comes before the first gate
  const small = [...model.parameters.values()].filter(({ role }) => role === 'norm' || role === 'bias');
  const variables = new Map(small.map(({ name, value }) => [name, tf.variable(value)]));
  let left = sentences;
  try {
    for (const batch of batches) {
      const { starts, factors } = sentenceShares(batch, model.head);
      const seen = watch(weights, packing(starts), factors);
      const { gradients } = valueAndGradients(
        () => loss((name) => variables.get(name) ?? own(name), model, batch, { gate: seen.gate }),
        variables,
      );
      tf.dispose([...gradients.values()]);
      for (let sentence = 0; sentence + 1 < starts.length && left > 0; sentence++, left--) use(seen.of(sentence));
      await setImmediate();
    }
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
}

/** Sees what comes into linear layers, and what its gradient is. */
function watch(weights: readonly string[], packed: Packing, factors: Float32Array) {
  const names = new Map(weights.map((name) => [name.replace(/\.weight$/, ''), name]));
  const sums = new Map<string, Float32Array>();
  const widths = new Map<string, number>();
  const add = (name: string, x: Tensor2D, dy: Tensor2D) => {
    const products = tf.tidy(() => weightedSumOfRows(tf.mul<Tensor2D>(x, dy), packed, factors));
    const values = products.dataSync<'float32'>();
    const before = sums.get(name);
    // Layers that share their parameters share their gates
    sums.set(name, before ? before.map((sum, i) => sum + values[i]) : Float32Array.from(values));
    widths.set(name, x.shape[1]);
    products.dispose();
  };
  const watched = (name: string, x: Tensor2D) =>
    tf.customGrad((...given) => {
      const [input, save] = given as unknown as [Tensor2D, (tensors: Tensor2D[]) => void];
      save([input]);
      const gradFunc = (dy: Tensor2D, [saved]: Tensor2D[]) => {
        add(name, saved, dy);
        return tf.clone(dy);
      };
      return { value: tf.clone(input), gradFunc: gradFunc as never };
    })(x) as Tensor2D;
  return {
    gate(layer: string, x: Tensor2D): Tensor2D {
      const name = names.get(layer);
      return name === undefined ? x : watched(name, x);
    },
    of: (sentence: number): GateGradients =>
      new Map(
        weights.map((name) => {
          const width = widths.get(name)!;
          return [name, sums.get(name)!.subarray(sentence * width, (sentence + 1) * width)];
        }),
      ),
  };
}
