import { lmHeadHeads } from '../../blocks/lm-head-heads.js';
import type { Family, HeadDeclaration } from '../../family.js';
import type { EncoderConfig } from '../../settings/encoder-config.js';
import { depthOf, type UniversalConfig } from './config.js';

/** A head whose places of dropout come after those of all steps. */
const afterSteps =
  (head: HeadDeclaration<EncoderConfig>): HeadDeclaration<UniversalConfig> =>
  (on, config, hidden, own) =>
    head(on, { ...config, num_hidden_layers: depthOf(config) }, hidden, own);

export const heads: Family<UniversalConfig>['heads'] = Object.fromEntries(
  Object.entries(lmHeadHeads('universal_transformer')).map(([kind, head]) => [kind, afterSteps(head)]),
);
