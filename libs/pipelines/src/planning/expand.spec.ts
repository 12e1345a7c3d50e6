import { describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { findOperations } from '#jobs';
import { checkDocument } from '../document/check-document.js';
import { type ExpandedPipeline, expand } from './expand.js';

const operations = await findOperations();

const learn = { do: 'tokenizer.learn', corpus: './data' };
const encode = { do: 'dataset.encode', tokenizer: 'vocabulary', task: 'glue/sst2', from: './data' };
const pretrain = { do: 'model.pretrain', dataset: 'sst2', architecture: { layers: 1, hidden_size: 8, heads: 1 } };
const base = {
  vocabulary: learn,
  sst2: encode,
  pretrained: { ...pretrain, stop: { steps: 1 } },
  tuned: { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { steps: 1 } },
};
const prune = { do: 'compress', with: 'magnitude-pruning', model: 'tuned' };

const expanded = (steps: object, report?: object): ExpandedPipeline =>
  expand(checkDocument({ name: 'test', steps, ...(report && { report }) }, operations));
const names = (pipeline: ExpandedPipeline, of?: string) =>
  pipeline.steps.filter((step) => !of || step.base === of).map((step) => step.name);
const find = (pipeline: ExpandedPipeline, name: string) => pipeline.steps.find((step) => step.name === name)!;

function errorOf(action: () => unknown): TlcError {
  try {
    action();
  } catch (error) {
    if (error instanceof TlcError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('expanding a pipeline', () => {
  it('fills values of the matrix into what a step says that it is for', () => {
    const says = 'Scores ${matrix.of}.';
    const score = {
      do: 'evaluate',
      model: '${matrix.of}',
      dataset: 'sst2',
      says,
      matrix: { of: ['tuned', 'pretrained'] },
    };
    const { steps } = expanded({ ...base, score });
    expect(steps.filter((step) => step.base === 'score').map((step) => step.says)).toEqual([
      'Scores tuned.',
      'Scores pretrained.',
    ]);
  });

  it('puts each step after those that it needs', () => {
    const reversed = Object.fromEntries(Object.entries(base).reverse());
    expect(names(expanded(reversed))).toEqual(['vocabulary', 'sst2', 'pretrained', 'tuned']);
  });

  it('sorts a chain as long as a pipeline may be', () => {
    const steps: Record<string, object> = { vocabulary: learn, sst2: encode, t0: base.pretrained };
    for (let i = 1; i < 9_990; i += 1) steps[`t${i}`] = { ...base.tuned, model: `t${i - 1}` };
    expect(expanded(Object.fromEntries(Object.entries(steps).reverse())).steps).toHaveLength(9_992);
  });

  it('tells steps, artifacts and paths apart', () => {
    const id = 'ab'.repeat(32);
    const pipeline = expanded({
      ...base,
      kept: { ...prune, model: `artifact:${id}` },
      folder: { ...prune, model: './tuned' },
      deep: { ...prune, model: 'models/tuned' },
    });
    expect(find(pipeline, 'tuned').inputs).toEqual({ model: { step: 'pretrained' }, dataset: { step: 'sst2' } });
    expect(find(pipeline, 'kept').inputs.model).toEqual({ artifact: id });
    expect(find(pipeline, 'folder').inputs.model).toEqual({ path: './tuned' });
    expect(find(pipeline, 'deep').inputs.model).toEqual({ path: 'models/tuned' });
  });

  it('takes a bare name as a path where files are taken', () => {
    expect(find(expanded({ vocabulary: { ...learn, corpus: 'corpus' } }), 'vocabulary').inputs.corpus).toEqual({
      path: 'corpus',
    });
  });
});

describe('a matrix', () => {
  const pruned = { ...prune, matrix: { sparsity: [0.3, 0.6] }, config: { sparsity: '${matrix.sparsity}' } };

  it('makes a step for each value, of the value’s type, with names that subjects and paths can hold', () => {
    const pipeline = expanded({ ...base, pruned });
    expect(names(pipeline, 'pruned')).toEqual(['pruned-sparsity-0_3', 'pruned-sparsity-0_6']);
    expect(find(pipeline, 'pruned-sparsity-0_3').config).toEqual({
      with: 'magnitude-pruning',
      config: { sparsity: 0.3 },
    });
  });

  it('multiplies the steps that use the step, which may use its values too', () => {
    const int = { do: 'compress', with: 'uniform-quantization', model: 'pruned', config: { bits: '${matrix.bits}' } };
    const pipeline = expanded({
      ...base,
      pruned,
      int: { ...int, matrix: { bits: [4, 8] } },
      score: { do: 'evaluate', model: 'int', dataset: 'sst2', beside: 'pruned' },
    });
    expect(names(pipeline, 'int')).toEqual([
      'int-sparsity-0_3-bits-4',
      'int-sparsity-0_6-bits-4',
      'int-sparsity-0_3-bits-8',
      'int-sparsity-0_6-bits-8',
    ]);
    expect(find(pipeline, 'score-sparsity-0_6-bits-8').inputs).toEqual({
      model: { step: 'int-sparsity-0_6-bits-8' },
      dataset: { step: 'sst2' },
      beside: { step: 'pruned-sparsity-0_6' },
    });
    expect(names(pipeline, 'score')).toHaveLength(4);
  });

  it('may choose between steps, and each choice brings its own values', () => {
    const score = { do: 'evaluate', model: '${matrix.of}', dataset: 'sst2', matrix: { of: ['tuned', 'pruned'] } };
    expect(names(expanded({ ...base, pruned, score }), 'score')).toEqual([
      'score-of-tuned',
      'score-sparsity-0_3-of-pruned',
      'score-sparsity-0_6-of-pruned',
    ]);
  });

  it('lets a step name one of the steps that it made', () => {
    const pipeline = expanded({
      ...base,
      pruned,
      score: { do: 'evaluate', model: 'pruned-sparsity-0_6', dataset: 'sst2' },
    });
    expect(find(pipeline, 'score').inputs.model).toEqual({ step: 'pruned-sparsity-0_6' });
  });

  it('fills in seeds, parts of texts and whole objects', () => {
    const pipeline = expanded({
      vocabulary: learn,
      corpus: { ...encode, from: './data-${matrix.part}', matrix: { part: [1, 2] } },
      pretrained: {
        ...pretrain,
        dataset: 'corpus',
        stop: { steps: 1 },
        architecture: '${matrix.shape}',
        seed: '${matrix.seed}',
        matrix: { shape: [{ layers: 1 }, { layers: 2 }], seed: [7] },
      },
    });
    expect(find(pipeline, 'corpus-part-2').inputs.from).toEqual({ path: './data-2' });
    const step = find(pipeline, 'pretrained-part-1-shape-2-seed-7');
    expect(step.config.architecture).toEqual({ layers: 2 });
    expect(step.seed).toBe(7);
  });

  it('stands as a whole in the report, where one of its steps can be named too', () => {
    const report = { compare: ['tuned', 'pruned', 'pruned-sparsity-0_6'] };
    expect(expanded({ ...base, pruned }, report).compare).toEqual([
      'tuned',
      'pruned-sparsity-0_3',
      'pruned-sparsity-0_6',
    ]);
  });

  it('joins keys of one name, and refuses those whose values have nothing in common', () => {
    const other = { ...pruned, matrix: { sparsity: [0.6, 0.9] } };
    const score = { do: 'evaluate', model: 'pruned', beside: 'other', dataset: 'sst2' };
    expect(names(expanded({ ...base, pruned, other, score }), 'score')).toEqual(['score-sparsity-0_6']);
    const apart = { ...pruned, matrix: { sparsity: [0.9] } };
    const error = errorOf(() => expanded({ ...base, pruned, other: apart, score }));
    expect(error.code).toBe('CONFIG_WRONG_VALUE');
    expect(error.message).toContain('steps.score.beside');
  });

  it.each([
    ['an empty list', { ...pruned, matrix: { sparsity: [] } }, 'steps.pruned.matrix.sparsity'],
    ['one value', { ...pruned, matrix: { sparsity: 0.5 } }, 'steps.pruned.matrix.sparsity'],
    ['a value twice', { ...pruned, matrix: { sparsity: [0.5, 0.5] } }, '0.5 is twice'],
    ['a key that nothing uses', { ...pruned, matrix: { sparsity: [0.5], bits: [4] } }, '${matrix.bits}'],
    ['a misspelt placeholder', { ...pruned, config: { a: '${matrix.sparcity}', b: '${matrix.sparsity}' } }, 'sparsity'],
  ])('is refused with %s', (_, step, part) => {
    const error = errorOf(() => expanded({ ...base, pruned: step }));
    expect(error.code).toBe('CONFIG_WRONG_VALUE');
    expect(error.message).toContain(part);
  });

  it('is refused where two values make one name, or a name is too long', () => {
    const clash = { ...pruned, matrix: { sparsity: ['a b', 'a_b'] } };
    expect(errorOf(() => expanded({ ...base, pruned: clash })).code).toBe('PIPELINE_DUPLICATE_STEP');
    const long = { ...pruned, matrix: { sparsity: ['x'.repeat(64)] } };
    expect(errorOf(() => expanded({ ...base, pruned: long })).code).toBe('NAME_INVALID');
  });

  it('is refused where it makes more steps than a run may have, before it makes them', () => {
    const values = Array.from({ length: 200 }, (_, i) => i);
    const config = { a: '${matrix.a}', b: '${matrix.b}', c: '${matrix.c}' };
    const cube = { ...prune, matrix: { a: values, b: values, c: values }, config };
    expect(errorOf(() => expanded({ ...base, pruned: cube })).code).toBe('PIPELINE_TOO_LARGE');
    const a = { ...prune, matrix: { a: values }, config: { a: '${matrix.a}' } };
    const b = { ...prune, matrix: { b: values }, config: { b: '${matrix.b}' } };
    const score = { do: 'evaluate', model: 'a', beside: 'b', dataset: 'sst2' };
    expect(errorOf(() => expanded({ ...base, a, b, score })).code).toBe('PIPELINE_TOO_LARGE');
  });
});

describe('a pipeline is refused', () => {
  it('with a cycle, and the circle is named', () => {
    const error = errorOf(() =>
      expanded({ ...base, a: { ...prune, model: 'b' }, b: { ...prune, model: 'c' }, c: { ...prune, model: 'a' } }),
    );
    expect(error.code).toBe('PIPELINE_CYCLE');
    expect(error.message).toContain('a → b → c → a');
    expect(errorOf(() => expanded({ ...base, a: { ...prune, model: 'a' } })).code).toBe('PIPELINE_CYCLE');
  });

  it.each([
    [
      'an unknown step',
      { tuned: { ...base.tuned, model: 'pretraned' } },
      'PIPELINE_UNKNOWN_STEP',
      'Did you mean pretrained?',
    ],
    [
      'an input of another kind',
      { tuned: { ...base.tuned, model: 'sst2' } },
      'PIPELINE_WRONG_INPUT',
      'makes a dataset',
    ],
    [
      'an artifact where files are taken',
      { v: { ...learn, corpus: 'artifact:abcd' } },
      'PIPELINE_WRONG_INPUT',
      'corpus',
    ],
    ['a step where files are taken', { v: { ...learn, corpus: 'sst2' } }, 'PIPELINE_WRONG_INPUT', './sst2'],
    ['an artifact without an id', { p: { ...prune, model: 'artifact:../x' } }, 'CONFIG_WRONG_VALUE', 'hexadecimal'],
    ['an input that is a number', { p: { ...prune, model: 3 } }, 'CONFIG_WRONG_VALUE', 'steps.p.model'],
    ['a list where one is taken', { p: { ...prune, model: ['tuned'] } }, 'CONFIG_WRONG_VALUE', 'steps.p.model'],
    ['a missing input', { p: { do: 'compress', with: 'x' } }, 'PIPELINE_MISSING_INPUT', 'steps.p.model'],
    [
      'an unknown operation',
      { p: { do: 'model.pretain' } },
      'PIPELINE_UNKNOWN_OPERATION',
      'Did you mean model.pretrain?',
    ],
    ['an unknown key', { p: { ...prune, modle: 'tuned' } }, 'CONFIG_UNKNOWN_KEY', 'Did you mean model?'],
    ['a step without `do`', { p: { model: 'tuned' } }, 'CONFIG_MISSING_KEY', 'steps.p.do'],
    ['a step that is no object', { p: 'tuned' }, 'CONFIG_WRONG_VALUE', 'steps.p'],
    ['a name with ../', { '../p': prune }, 'NAME_INVALID', '../p'],
    ['a name with a dot', { 'a.b': prune }, 'NAME_INVALID', 'a.b'],
    [
      'a name that objects have',
      { __proto__x: prune, constructor: { ...prune, model: 'hasOwnProperty' } },
      'NAME_INVALID',
      '__proto__x',
    ],
    [
      'a name of prototypes as an input',
      { constructor: { ...prune, model: 'valueof' } },
      'PIPELINE_UNKNOWN_STEP',
      'valueof',
    ],
  ])('with %s', (_, steps, code, part) => {
    const error = errorOf(() => expanded({ ...base, ...steps }));
    expect(error.code).toBe(code);
    expect(error.message).toContain(part);
  });

  it('with an unknown step in the report', () => {
    const error = errorOf(() => expanded(base, { compare: ['tunned'] }));
    expect(error.code).toBe('PIPELINE_UNKNOWN_STEP');
    expect(error.message).toContain('Did you mean tuned?');
  });

  it.each([
    ['no name', { steps: base }, 'CONFIG_MISSING_KEY'],
    ['a name with ../', { name: '../x', steps: base }, 'NAME_INVALID'],
    ['no steps', { name: 'x', steps: {} }, 'CONFIG_WRONG_VALUE'],
    ['a list of steps', { name: 'x', steps: [learn] }, 'CONFIG_WRONG_VALUE'],
    ['an unknown key', { name: 'x', step: base, steps: base }, 'CONFIG_UNKNOWN_KEY'],
    ['a list', [base], 'CONFIG_WRONG_VALUE'],
    ['a text', 'name: x', 'CONFIG_WRONG_VALUE'],
    ['a seed below 0', { name: 'x', seed: -1, steps: base }, 'CONFIG_WRONG_VALUE'],
  ])('that is %s', (_, document, code) => {
    expect(errorOf(() => checkDocument(document, operations)).code).toBe(code);
  });

  it('that nests too deeply', () => {
    let value: unknown = 1;
    for (let i = 0; i < 50_000; i += 1) value = [value];
    const steps = { p: { ...prune, config: { value } } };
    expect(errorOf(() => checkDocument({ name: 'x', steps }, operations)).code).toBe('MESSAGE_TOO_LARGE');
  });
});
