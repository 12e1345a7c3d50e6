import type { Embeddings } from '../../head.js';
import { SENTENCE_FILES } from './files.js';
import { poolingSettings } from './pooling-modes.js';

const MODULE = 'sentence_transformers.models';

/** The files that make a folder one of sentence-transformers, by their path in it: as its older versions write them, which
 * every version reads.
 * @param width of the hidden states
 * @param positions of the encoder */
export function embeddingsFiles(head: Embeddings, width: number, positions: number): [path: string, content: object][] {
  const { pooling, normalize, longest, prompts = {}, similarity = 'cosine' } = head;
  const modules = [['', 'Transformer'], ['1_Pooling', 'Pooling'], ...(normalize ? [['2_Normalize', 'Normalize']] : [])];
  return [
    [
      SENTENCE_FILES.modules,
      modules.map(([path, name], idx) => ({ idx, name: String(idx), path, type: `${MODULE}.${name}` })),
    ],
    [SENTENCE_FILES.pooling, poolingSettings(pooling, width)],
    [SENTENCE_FILES.encoder, { max_seq_length: longest ?? positions, do_lower_case: false }],
    [SENTENCE_FILES.model, { prompts, default_prompt_name: null, similarity_fn_name: similarity }],
  ];
}
