import type { Dataset } from '#text';
import { maskedLm } from './masked-lm.js';
import type { ObjectiveName } from './objective-name.js';
import type { Objective } from './objective.js';
import { replacedTokens } from './replaced-tokens/replaced-tokens.js';
import { task } from './task.js';
import { translation } from './translation.js';

/** What a training on a data set minimises, where nothing else is asked for. */
export function objectiveOf({ objective }: Pick<Dataset, 'objective'>): ObjectiveName {
  if (objective === 'language-modelling') return 'masked-lm';
  return objective === 'translation' ? 'translation' : 'task';
}

/** The objectives by name. */
export const OBJECTIVES: Readonly<Record<ObjectiveName, Objective>> = {
  'masked-lm': maskedLm,
  'replaced-tokens': replacedTokens,
  task,
  translation,
};
