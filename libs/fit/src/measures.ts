import { glueMeasures } from '#metrics';
import type { DataFacts } from './facts.js';

/** What a data set's models are measured by, the first one first: GLUE's for its tasks; else accuracy, or for scores
 * Pearson's and Spearman's correlation, for similarities Spearman's first. */
export function measuresOf(dataset: Pick<DataFacts, 'objective' | 'task'>): readonly string[] {
  if (dataset.objective === 'language-modelling') return [];
  // sentence-transformers names a similarity by its Spearman correlation
  if (dataset.objective === 'similarity') return ['spearman', 'pearson'];
  if (dataset.objective === 'translation') return ['bleu'];
  if (dataset.task?.startsWith('glue/')) return glueMeasures(dataset.task);
  return dataset.objective === 'classification' ? ['accuracy'] : ['pearson', 'spearman'];
}

/** The measures of quality that fit a data set: the task's own first. */
export function qualityMeasures(dataset: Pick<DataFacts, 'objective' | 'task'>): readonly string[] {
  if (dataset.objective === 'language-modelling') return ['loss', 'perplexity'];
  return [...measuresOf(dataset), 'loss'];
}
