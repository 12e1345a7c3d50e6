import { maskedLm } from './masked-lm.js';
import type { ObjectiveName } from './objective-name.js';
import type { Objective } from './objective.js';
import { replacedTokens } from './replaced-tokens/replaced-tokens.js';
import { task } from './task.js';
import { translation } from './translation.js';

/** The objectives by name. */
export const OBJECTIVES: Readonly<Record<ObjectiveName, Objective>> = {
  'masked-lm': maskedLm,
  'replaced-tokens': replacedTokens,
  task,
  translation,
};
