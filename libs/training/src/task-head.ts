import type { Head } from '#models';
import type { Dataset } from '#text';

/** The head of a model for the task of a labelled data set; of embeddings the mean of the tokens, as Sentence-BERT has it
 * (Reimers and Gurevych 2019, arXiv 1908.10084, section 6). */
export function taskHead({ objective, labels = [] }: Pick<Dataset, 'objective' | 'labels'>): Head {
  if (objective === 'similarity') return { kind: 'embeddings', pooling: ['mean'], normalize: false };
  return objective === 'regression' ? { kind: 'regression' } : { kind: 'classification', labels };
}
