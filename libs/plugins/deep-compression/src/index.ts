import type { CompressionPlugin } from '#compression';
import { DeepCompressionConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<DeepCompressionConfig> = {
  id: 'deep-compression',
  version: '1.0.0',
  kind: 'quantization',
  description:
    'Prunes weights by magnitude, lets those that are left share centroids of k-means, and codes them and the gaps between them by Huffman (Han et al. 2016, arXiv 1510.00149), with fine-tuning after pruning and after sharing if it is asked for.',
  config: DeepCompressionConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, bits: 4, finetune: { stop: { steps: 6 } } },
  needs: ({ finetune: training }) => ({ training }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
