import type { CompressionPlugin } from '#compression';
import { QuantizationAwareTrainingConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<QuantizationAwareTrainingConfig> = {
  id: 'quantization-aware-training',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Fine-tunes with weights rounded to integers of 2 to 8 bits, whose scales are learned with them (LSQ, Esser et al. 2020, arXiv 1902.08153) or fitted at every update (Jacob et al. 2018, arXiv 1712.05877; by groups as in Q-BERT, Shen et al. 2020, arXiv 1909.05840).',
  config: QuantizationAwareTrainingConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 3, group_size: 16, finetune: { stop: { steps: 4 } } },
  needs: ({ finetune: training, teacher_share: share }) => ({ training, ...(share > 0 && { teacher: true }) }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
