import type { Operation } from '#jobs';
import { checkFormats } from './check-formats.js';
import { ModelExportConfig } from './config.js';

const operation: Operation<ModelExportConfig> = {
  name: 'model.export',
  services: ['quantization'],
  makes: 'export',
  inputs: [
    { name: 'model', takes: 'model', description: 'the model to write' },
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
  version: 4,
  description: 'Writes a model for other runtimes.',
  example: { do: 'model.export', model: 'int4', formats: ['onnx'] },
  usualSeconds: 8,
  async plan({ config, known }) {
    const { shape } = await known('model');
    if (shape) checkFormats(config, shape);
    return {};
  },
  load: () => import('./run.js'),
};

export default operation;
