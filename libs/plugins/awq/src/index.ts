import type { CompressionPlugin } from '#compression';
import { AwqConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<AwqConfig> = {
  id: 'awq',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Stores weights as integers of 2 to 8 bits after scaling those up whose inputs are large, and with ranges by which each layer’s outputs change least (AWQ, Lin et al. 2024, arXiv 2306.00978), without training.',
  config: AwqConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 4, group_size: 16, sentences: 64 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
