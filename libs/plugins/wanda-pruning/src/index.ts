import type { CompressionPlugin } from '#compression';
import { WandaPruningConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<WandaPruningConfig> = {
  id: 'wanda-pruning',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Makes those weights of each output zero whose magnitude times the norm of their input is least (Wanda, Sun et al. 2023, arXiv 2306.11695), without training.',
  config: WandaPruningConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, sentences: 64 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
