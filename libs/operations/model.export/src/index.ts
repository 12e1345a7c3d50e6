import type { Operation } from '#jobs';
import { checkFormats } from './check-formats.js';
import { ModelExportConfig } from './config.js';
import { rules } from './rules.js';

const operation: Operation<ModelExportConfig> = {
  name: 'model.export',
  services: ['quantization'],
  makes: 'export',
  inputs: [
    { name: 'model', takes: 'model', description: 'the model to write' },
    {
      name: 'dataset',
      takes: 'dataset',
      optional: true,
      description:
        'data that choose once and for all to what range inputs of products of bytes are rounded (q8); without it each batch has its own range',
    },
    {
      name: 'scores',
      takes: 'scores',
      optional: true,
      list: true,
      description: 'scores of it, which its card then has',
    },
  ],
  config: ModelExportConfig,
  heavy: false,
  version: 5,
  description: 'Writes a model for other runtimes.',
  example: { do: 'model.export', model: 'int4', formats: ['onnx'] },
  usualSeconds: 8,
  rules,
  async plan({ config, known }) {
    const [{ shape }, { data }] = [await known('model'), await known('dataset')];
    if (shape) checkFormats(config, shape, data !== undefined);
    return {};
  },
  load: () => import('./run.js'),
};

export default operation;
