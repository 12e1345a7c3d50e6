import type { CompressionPlugin } from '#compression';
import { LowRankConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<LowRankConfig> = {
  id: 'low-rank',
  version: '1.0.0',
  kind: 'factorization',
  description:
    'Puts a product of two thin matrices in the place of each linear layer’s, by the singular values that are largest (Eckart and Young 1936; for Transformers Noach and Goldberg 2020).',
  config: LowRankConfig,
  strength: { key: 'share', stronger: 'less' },
  example: { rank: 8, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
