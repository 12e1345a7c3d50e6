import type { CompressionPlugin } from '#compression';
import { CodebookQuantizationConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<CodebookQuantizationConfig> = {
  id: 'codebook-quantization',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Stores weights as codes of a codebook: centroids of k-means (Han et al. 2016, arXiv 1510.00149), NormalFloat 4 (Dettmers et al. 2023, arXiv 2305.14314) or ternary (Li and Liu 2016, arXiv 1605.04711), with fine-tuning if it is asked for.',
  config: CodebookQuantizationConfig,
  strength: { key: 'bits', stronger: 'less' },
  example: { bits: 3, finetune: { stop: { steps: 3 } }, trains: 'centroids' },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
