import type { CompressionPlugin } from '#compression';
import { SmoothQuantConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<SmoothQuantConfig> = {
  id: 'smoothquant',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Moves the ranges of a layer’s inputs into its weights, through the norm or product before it, so that runtimes round both to bytes with less error (SmoothQuant, Xiao et al. 2023, arXiv 2211.10438), and stores the weights as integers.',
  config: SmoothQuantConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 8, sentences: 64 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
