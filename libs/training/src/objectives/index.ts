import { maskedLm } from './masked-lm.js';
import type { Objective } from './objective.js';
import { replacedTokens } from './replaced-tokens/replaced-tokens.js';
import { task } from './task.js';

/** The objectives by name. */
export const OBJECTIVES = { 'masked-lm': maskedLm, 'replaced-tokens': replacedTokens, task } as const satisfies Record<
  string,
  Objective
>;

export type ObjectiveName = keyof typeof OBJECTIVES;
