import type { Operation } from '#jobs';
import { EvaluateGlueConfig } from './config.js';

const operation: Operation<EvaluateGlueConfig> = {
  name: 'evaluate.glue',
  services: ['evaluation'],
  makes: 'export',
  inputs: [
    { name: 'dev', takes: 'scores', list: true, description: 'models of the tasks, evaluated on their dev sets' },
    {
      name: 'test',
      takes: 'scores',
      list: true,
      optional: true,
      description: 'the same models on the test sets, evaluated with `submission: true`',
    },
  ],
  config: EvaluateGlueConfig,
  heavy: false,
  version: 1,
  description: 'GLUE’s table of several tasks and seeds, with its average, and the zip that its leaderboard takes.',
  example: { do: 'evaluate.glue', dev: 'dev', test: ['test', 'mnli-mismatched-test', 'ax'], submit: 'best' },
  usualSeconds: 1,
  plan: () => ({}),
  load: () => import('./run.js'),
};

export default operation;
