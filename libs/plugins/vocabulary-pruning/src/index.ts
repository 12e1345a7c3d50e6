import type { CompressionPlugin } from '#compression';
import { VocabularyPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<VocabularyPruningConfig> = {
  id: 'vocabulary-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Keeps the rows of the tokens that the data uses most, and rewrites the tokenizer; a data set for the result is encoded with the result’s tokenizer (Abdaoui et al. 2020, arXiv 2010.05609).',
  config: VocabularyPruningConfig,
  example: { size: 200 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
