import type { CompressionPlugin } from '#compression';
import { GptqConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<GptqConfig> = {
  id: 'gptq',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Stores weights as integers of 2 to 8 bits, rounded so that the outputs of each layer change least on real inputs (GPTQ, Frantar et al. 2022, arXiv 2210.17323), without training.',
  config: GptqConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 4, granularity: 'group', group_size: 32, sentences: 64 },
  needs: () => ({ calibration: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
