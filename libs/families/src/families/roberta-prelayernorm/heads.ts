import { lmHeadHeads } from '../../blocks/lm-head-heads.js';

export const heads = lmHeadHeads('roberta_prelayernorm');
