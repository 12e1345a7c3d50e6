import type { Head } from '#families';
import type { DataFacts } from './facts.js';

/** The head of a model for the task of a labelled data set. */
export function taskHead({ objective, labels = [] }: Pick<DataFacts, 'objective' | 'labels'>): Head {
  return objective === 'regression' ? { kind: 'regression' } : { kind: 'classification', labels };
}
