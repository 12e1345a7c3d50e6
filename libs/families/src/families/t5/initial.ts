import type { Family } from '../../family.js';
import type { T5Config } from './config.js';

/** How new weights are drawn: embeddings of deviation 1; matrices so that they keep the size of their input, and queries so
 * that scores, which are not scaled, begin as small as scaled ones (Mesh TensorFlow's `Attention`, as Transformers has it). */
export const initial: Family<T5Config>['initial'] = (config) => {
  const { d_model: width, d_kv: size, d_ff: inner, num_heads: heads } = config;
  const roots: readonly [ending: RegExp, inputs: number][] = [
    [/^(shared|lm_head)$/, 1],
    [/Attention\.q$/, width * size],
    [/Attention\.o$/, heads * size],
    [/\.wo$/, inner],
  ];
  const own = (name: string) => {
    const found = roots.find(([ending]) => ending.test(name.replace(/\.weight$/, '')));
    return found && found[1] ** -0.5;
  };
  return { deviation: width ** -0.5, own };
};
