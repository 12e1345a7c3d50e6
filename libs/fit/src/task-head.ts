import type { Head } from '#families';
import type { DataFacts } from './facts.js';

/** The head of a model for the task of a labelled data set; of embeddings the mean of the tokens, as Sentence-BERT has it
 * (Reimers and Gurevych 2019, arXiv 1908.10084, section 6); of pairs of translations that of a decoder. */
export function taskHead({ objective, labels = [] }: Pick<DataFacts, 'objective' | 'labels'>): Head {
  if (objective === 'similarity') return { kind: 'embeddings', pooling: ['mean'], normalize: false };
  if (objective === 'translation') return { kind: 'seq2seq-lm' };
  return objective === 'regression' ? { kind: 'regression' } : { kind: 'classification', labels };
}
