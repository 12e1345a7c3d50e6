import type { CompressionPlugin } from '#compression';
import { KroneckerConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<KroneckerConfig> = {
  id: 'kronecker',
  version: '1.0.0',
  kind: 'factorization',
  description:
    'Puts the nearest Kronecker product of two small matrices in the place of each linear layer’s (Van Loan and Pitsianis 1993), as KroneckerBERT does (Tahaei et al. 2021, arXiv 2109.06243).',
  config: KroneckerConfig,
  strength: { key: 'share', stronger: 'less' },
  example: { share: 0.25, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
