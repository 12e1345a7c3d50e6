import type { CompressionPlugin } from '#compression';
import { UniformQuantizationConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<UniformQuantizationConfig> = {
  id: 'uniform-quantization',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Stores weights as integers of 2 to 8 bits with a scale for each tensor, channel or group (Jacob et al. 2018, arXiv 1712.05877), after training and without data.',
  config: UniformQuantizationConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 4, granularity: 'group', group_size: 32 },
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
