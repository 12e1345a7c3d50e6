import type { Head } from '#models';
import type { Dataset } from '#text';

/** The head of a model for the task of a labelled data set. */
export function taskHead({ objective, labels = [] }: Pick<Dataset, 'objective' | 'labels'>): Head {
  return objective === 'regression' ? { kind: 'regression' } : { kind: 'classification', labels };
}
