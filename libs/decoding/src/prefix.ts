import type { Decoder } from './decoder.js';

/** What a decoder keeps once every text has been given the tokens of `prefix`, of which the last is still to be handed in. */
export function beginWith<S>(
  decoder: Decoder<S>,
  prefix: readonly number[],
): { readonly state: S; readonly last: Int32Array | undefined } {
  let state = decoder.begin();
  let last: Int32Array | undefined;
  for (const token of prefix) {
    state = decoder.step(state, last, 1).state;
    last = new Int32Array(decoder.sources).fill(token);
  }
  return { state, last };
}
