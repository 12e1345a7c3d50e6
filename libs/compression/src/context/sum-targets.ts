import { setImmediate } from 'node:timers/promises';
import { linear, type Tensor2D, tf } from '#engine';
import { type Model, weightsOf } from '#models';
import type { Batch } from '#text';
import type { LayerGroup } from './layer-groups.js';
import type { LayerStates } from './layer-states.js';
import { Seen, showInputs } from './show-inputs.js';

/** A model, and where its passes go on. */
export interface Walked {
  readonly model: Model;
  readonly states: LayerStates;
}

/** XᵀT [in, out] of some linear layers of one group, by their names: X [rows, in] is what comes into the layer, T [rows, out]
 * what it would have to give, but for its bias, for the sum with its residual to be that of the reference. The tensors are the
 * caller's to dispose. */
export async function sumTargets(
  own: Walked,
  reference: Walked,
  group: LayerGroup,
  layers: readonly string[],
  batches: Iterable<Batch>,
): Promise<ReadonlyMap<string, Tensor2D>> {
  const sums = new Map<string, Tensor2D>();
  const add = (layer: string, x: Tensor2D, target: Tensor2D) => {
    const before = sums.get(layer);
    const product = () => tf.matMul(x, target, true, false) as Tensor2D;
    sums.set(layer, tf.keep(tf.tidy(() => (before ? tf.add<Tensor2D>(before, product()) : product()))));
    before?.dispose();
  };
  let number = 0;
  try {
    for (const batch of batches) {
      const wanted = streams(reference, batch, number, group, layers);
      try {
        walk(own, batch, number, group, (layer, x, residual) => {
          const [stream] = wanted.get(layer)?.splice(0, 1) ?? [];
          if (!stream) return;
          tf.tidy(() => add(layer, x, residual ? tf.sub(stream, residual) : stream));
          stream.dispose();
        });
      } finally {
        tf.dispose([...wanted.values()].flat());
      }
      number++;
      await setImmediate();
    }
  } catch (error) {
    tf.dispose([...sums.values()]);
    throw error;
  }
  return sums;
}

/** What the reference has after each call of some layers, but for the bias: their outputs and residuals. */
function streams(
  reference: Walked,
  batch: Batch,
  number: number,
  group: LayerGroup,
  layers: readonly string[],
): ReadonlyMap<string, Tensor2D[]> {
  const weights = weightsOf(reference.model);
  const found = new Map<string, Tensor2D[]>(layers.map((layer) => [layer, []]));
  walk(reference, batch, number, group, (layer, x, residual) => {
    const stream = tf.tidy(() => {
      const output = linear(x, weights(`${layer}.weight`) as Tensor2D, null);
      return residual ? tf.add<Tensor2D>(output, residual) : output;
    });
    found.get(layer)?.push(tf.keep(stream));
  });
  return found;
}

/** Gives `use` each call of the linear layers of a group, its input and, where its output is added to something, that. */
function walk(
  { model, states }: Walked,
  batch: Batch,
  number: number,
  { alike, calls }: LayerGroup,
  use: (layer: string, x: Tensor2D, residual?: Tensor2D) => void,
): void {
  let left = calls;
  let last: { readonly layer: string; readonly x: Tensor2D } | undefined;
  /** @returns whether there was one to give */
  const give = (residual?: Tensor2D): boolean => {
    if (!last) return false;
    const { layer, x } = last;
    last = undefined;
    use(layer, x, residual);
    x.dispose();
    return true;
  };
  const settle = (residual?: Tensor2D) => {
    if (give(residual) && left === 0) throw new Seen();
  };
  const observe = (layer: string, x: Tensor2D) => {
    settle();
    if (!alike.has(layer)) return;
    last = { layer, x: tf.keep(x.clone()) };
    left--;
  };
  const layer = states.pass(number, () => left < calls);
  try {
    showInputs(model, batch, observe, { added: settle, layer });
    give();
  } finally {
    last?.x.dispose();
  }
}
