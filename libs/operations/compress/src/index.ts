import type { Operation } from '#jobs';
import { CompressConfig } from './config.js';
import { plan } from './plan.js';
import { rules } from './rules.js';

const MODEL = 'libs/models/src/fixtures/tiny';

const operation: Operation<CompressConfig> = {
  name: 'compress',
  services: ['pruning', 'quantization'],
  makes: 'model',
  inputs: [
    { name: 'model', takes: 'model', description: 'the model to start from' },
    { name: 'dataset', takes: 'dataset', optional: true, description: 'data for methods that train or calibrate' },
    { name: 'teacher', takes: 'model', optional: true, description: 'a model for methods that learn from one' },
    {
      name: 'rewind',
      takes: 'model',
      optional: true,
      description: 'an earlier state of the model, for methods that rewind its weights',
    },
  ],
  config: CompressConfig,
  heavy: true,
  version: 1,
  description: 'Applies a compression plugin.',
  example: { do: 'compress', with: 'uniform-quantization', model: 'tuned', config: { bits: 4 } },
  exampleJobs: {
    pruning: { inputs: { model: MODEL }, config: { with: 'magnitude-pruning', config: { sparsity: 0.5 } } },
    quantization: { inputs: { model: MODEL }, config: { with: 'uniform-quantization', config: { bits: 4 } } },
  },
  rules,
  plan,
  load: () => import('./run.js'),
  loadPlugins: async () => {
    const { choosePlugin } = await import('#methods');
    const registry = await (await import('./plugins.js')).plugins();
    return (id, config, path, searched) => choosePlugin(registry, id, config, path, searched);
  },
};

export default operation;
