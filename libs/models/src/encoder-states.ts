import { tf, type Tensor2D } from '#engine';
import type { ForwardOptions } from './computing/pass.js';

/** Which states of an encoder are looked at, by the numbers that Transformers gives them. */
export interface WantedStates {
  /** Hidden states: 0 is what comes into the first layer, l what the layer l gives, counted from 1. */
  readonly hidden?: readonly number[];
  /** What self-attention works on in the layer l, counted from 0. */
  readonly attention?: readonly number[];
}

/** States of a pass that is over. */
export interface EncoderStates {
  /** Hidden states [rows, hidden], by the numbers that were asked for. */
  readonly hidden: ReadonlyMap<number, Tensor2D>;
  /** Queries, keys and values beside one another, [rows, 3 width], and how many heads they have. */
  readonly attention: ReadonlyMap<number, { readonly qkv: Tensor2D; readonly heads: number }>;
}

/** Keeps states of the next pass of an encoder whose layers come one by one. Gradients flow through them to the weights.
 * @returns what the pass is told, its states, and `dispose`, which frees them */
export function watchStates({ hidden = [], attention = [] }: WantedStates) {
  const seen = { hidden: new Map<number, Tensor2D>(), attention: new Map<number, { qkv: Tensor2D; heads: number }>() };
  let layers = 0;
  let attended = 0;
  const keep = (x: Tensor2D) => tf.keep(tf.clone(x));
  const options: Pick<ForwardOptions, 'layer' | 'attended'> = {
    layer(x, compute) {
      if (layers === 0 && hidden.includes(0)) seen.hidden.set(0, keep(x));
      const y = compute();
      layers++;
      if (hidden.includes(layers)) seen.hidden.set(layers, keep(y));
      return y;
    },
    attended(qkv, heads) {
      const layer = attended++;
      if (attention.includes(layer)) seen.attention.set(layer, { qkv: keep(qkv), heads });
    },
  };
  const dispose = () => tf.dispose([...seen.hidden.values(), ...[...seen.attention.values()].map(({ qkv }) => qkv)]);
  return { options, states: seen as EncoderStates, dispose };
}
