import type { CompressionPlugin } from '#compression';
import { LotteryTicketConfig } from './config.js';
import { plan } from './plan.js';

const plugin: CompressionPlugin<LotteryTicketConfig> = {
  id: 'lottery-ticket',
  version: '1.0.0',
  kind: 'pruning',
  description:
    'Makes the weights of least magnitude zero in rounds, after each of which those left are trained again from values that they had early in training (Frankle and Carbin 2019, arXiv 1803.03635; Frankle et al. 2020, arXiv 1912.05671).',
  config: LotteryTicketConfig,
  strength: { key: 'sparsity', stronger: 'more' },
  example: { sparsity: 0.6, per_round: 0.4, finetune: { stop: { steps: 6 } } },
  needs: ({ finetune: training }) => ({ training, rewind: true }),
  plan,
  apply: async (model, config, context) => (await import('./apply.js')).apply(model, config, context),
};

export default plugin;
