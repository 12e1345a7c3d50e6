import type { Objective } from '../objective.js';

/** A decoder writes the spans of a text that sentinels stand for in what the encoder reads (Raffel et al. 2020, arXiv
 * 1910.10683, section 3.1.4), with the share and the length that are best in section 3.3.4. */
const objective: Objective = {
  id: 'span-corruption',
  description: 'to write the spans of a text that are hidden from an encoder-decoder (T5)',
  phase: 'pretrain',
  masked: 0.15,
  spans: { meanLength: 3, sentinels: 100 },
  head: () => ({ kind: 'seq2seq-lm' }),
};

export default objective;
