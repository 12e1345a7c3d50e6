import type { CompressionPlugin } from '#compression';
import { MixedPrecisionConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<MixedPrecisionConfig> = {
  id: 'mixed-precision',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Gives each matrix of the layers as many bits as the loss is sensitive to its rounding, within an average of bits (the idea of HAWQ, Dong et al. 2020, arXiv 1911.03852, by the traces of the Hessian as there or by the Fisher information of each weight).',
  config: MixedPrecisionConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 3.5, group_size: 16, sentences: 4 },
  needs: ({ sensitivity }) => ({ calibration: sensitivity !== 'none' }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
