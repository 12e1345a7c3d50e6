import type { Operations, PreNormLayer } from '../operations.js';

/** The layers of a pre-norm Transformer (Xiong et al. 2020, arXiv 2002.04745): each of its two sub-layers adds to what it
 * was given, or, where they are reversible, to the stream that it was not given. */
export function preNormLayers<V>(
  on: Operations<V>,
  x: V,
  layers: readonly PreNormLayer<V>[],
  { reversible }: { readonly reversible: boolean },
): V {
  if (reversible) return on.reversible(layers, x);
  return layers.reduce(
    (input, { name, attention, feedForward }) =>
      on.layer(name, input, (own) => {
        const attended = on.add(attention.body(own), own, attention.at);
        return on.add(feedForward.body(attended), attended, feedForward.at);
      }),
    x,
  );
}
