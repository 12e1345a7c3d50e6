import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { errorOf, learn, openPlans, type Plans, steps } from './fixtures/plans.js';

let plans: Plans;
beforeAll(async () => {
  plans = await openPlans();
});
afterAll(() => plans.close());

const plan = (more: object = {}, top: object = {}) => plans.plan(more, top);

describe('a plan is refused', () => {
  const compress = { do: 'compress', model: 'tuned' };

  it.each([
    [
      'for an unknown plugin',
      { p: { ...compress, with: 'magnitud-pruning' } },
      'PLUGIN_UNKNOWN',
      ['steps.p.with', 'Did you mean magnitude-pruning?'],
    ],
    [
      'for a misspelt key of a plugin',
      { pruned: { ...compress, with: 'magnitude-pruning', config: { sparcity: 0.3 } } },
      'CONFIG_UNKNOWN_KEY',
      ['steps.pruned.config.sparcity', 'Did you mean sparsity?', 'Known keys: sparsity, steps'],
    ],
    [
      'for a wrong value of a plugin',
      { pruned: { ...compress, with: 'magnitude-pruning', config: { sparsity: 1.5 } } },
      'CONFIG_WRONG_VALUE',
      ['steps.pruned.config.sparsity', '1.5', 'from 0 to 0.99'],
    ],
    [
      'for a plugin that trains and has no data',
      { p: { ...compress, with: 'magnitude-pruning', config: { finetune: { stop: { steps: 1 } } } } },
      'PIPELINE_MISSING_INPUT',
      ['steps.p.dataset'],
    ],
    [
      'for a wrong value of an operation',
      { vocabulary: { ...learn, vocab_size: 'many' } },
      'CONFIG_WRONG_VALUE',
      ['steps.vocabulary.vocab_size', 'many'],
    ],
    [
      'for a wrong value deep down',
      { pretrained: { ...steps.pretrained, stop: { second: 5 } } },
      'CONFIG_UNKNOWN_KEY',
      ['steps.pretrained.stop.second', 'Did you mean seconds?'],
    ],
    ['for a wrong seed', { vocabulary: { ...learn, seed: 1.5 } }, 'CONFIG_WRONG_VALUE', ['steps.vocabulary.seed']],
    [
      'for a path that leads nowhere',
      { vocabulary: { ...learn, corpus: './nowhere' } },
      'FILE_MISSING',
      ['steps.vocabulary.corpus', 'nowhere'],
    ],
    [
      'for text and a task at once',
      { corpus: { ...steps.corpus, from: './data' } },
      'PIPELINE_WRONG_INPUT',
      ['steps.corpus.from'],
    ],
    [
      'for neither',
      { corpus: { do: 'dataset.encode', tokenizer: 'vocabulary' } },
      'PIPELINE_MISSING_INPUT',
      ['steps.corpus.text'],
    ],
    [
      'for columns of a task on text',
      { corpus: { ...steps.corpus, label_column: 'label' } },
      'CONFIG_WRONG_VALUE',
      ['steps.corpus.label_column'],
    ],
    [
      'for pre-training of nothing',
      { pretrained: { do: 'model.pretrain', dataset: 'corpus', stop: { steps: 1 } } },
      'PIPELINE_MISSING_INPUT',
      ['steps.pretrained.architecture'],
    ],
    [
      'for fine-tuning on text without labels',
      { tuned: { ...steps.tuned, dataset: 'corpus' } },
      'PIPELINE_WRONG_INPUT',
      ['steps.tuned.dataset', 'without labels'],
    ],
    [
      'for reversible layers of a family with post-norm',
      { pretrained: { ...steps.pretrained, architecture: { ...steps.pretrained.architecture, reversible: true } } },
      'CONFIG_UNKNOWN_KEY',
      ['steps.pretrained.architecture.reversible'],
    ],
    [
      'for a folder for Transformers of a model of TLC’s own',
      {
        pretrained: {
          ...steps.pretrained,
          architecture: { ...steps.pretrained.architecture, family: 'modernbert', reversible: true },
        },
        written: { do: 'model.export', model: 'pretrained' },
      },
      'MODEL_TLC_ONLY',
      ['reversible-modernbert'],
    ],
    ['for a name with ../', { '../x': learn }, 'NAME_INVALID', ['../x']],
    [
      'for an unknown task',
      { sst2: { ...steps.sst2, task: 'glue/sst3' } },
      'DATA_UNKNOWN_TASK',
      ['steps.sst2.task', 'glue/sst2'],
    ],
  ])('%s', async (_, more, code, parts) => {
    const error = await errorOf(plan(more));
    expect(error.code).toBe(code);
    for (const part of parts) expect(error.message).toContain(part);
  });
});
