import type { CompressionPlugin } from '#compression';
import { SparseGptPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<SparseGptPruningConfig> = {
  id: 'sparsegpt-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Makes weights zero and changes the others so that the outputs of each layer change least on real inputs (SparseGPT, Frantar and Alistarh 2023, arXiv 2301.00774), without training.',
  config: SparseGptPruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, sentences: 64 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
