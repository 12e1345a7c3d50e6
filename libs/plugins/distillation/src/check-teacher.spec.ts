import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { type Head, FAMILIES, shapeOf } from '#families';
import { checkTeacher } from './check-teacher.js';
import { DistillationConfig } from './config.js';

const SIZES = { layers: 4, hidden_size: 48, heads: 4, max_positions: 32 };
const CLASSES: Head = { kind: 'classification', labels: ['0', '1'] };

function shape(sizes: object = {}, { id = 'bert', vocabulary = 100, head = CLASSES } = {}) {
  const family = FAMILIES.find((one) => one.id === id)!;
  const architecture = checkConfig(family.architecture, { family: id, ...SIZES, ...sizes });
  return shapeOf(family.newConfig(architecture, { size: vocabulary, pad: 0 }), head);
}

const check = (plain: object, student: ReturnType<typeof shape>, teacher: ReturnType<typeof shape>) =>
  checkTeacher(student, teacher, checkConfig(DistillationConfig, { finetune: { stop: { steps: 1 } }, ...plain }));

const by = (name: string, others: object = {}) => ({ match: { by: name, ...others } });

describe('a teacher is refused', () => {
  it.each([
    ['of another vocabulary', {}, shape(), shape({}, { vocabulary: 101 }), 'vocabulary of 101 tokens'],
    ['of other classes', {}, shape(), shape({}, { head: { kind: 'regression' } }), 'regression'],
    ['of another family, where states are compared', by('minilm'), shape(), shape({}, { id: 'electra' }), 'the family'],
    ['of fewer layers', by('minilm'), shape({ layers: 5 }), shape(), 'more than the 4 of the teacher'],
    ['of another width by patient', by('patient'), shape({ hidden_size: 24 }), shape(), '24 numbers'],
    ['by patient for one layer', { layers: 1, ...by('patient') }, shape(), shape(), 'one layer'],
    ['of other heads by tinybert', by('tinybert'), shape({ heads: 3 }), shape(), '3 heads'],
    ['by heads that do not divide its width', by('minilm', { relation_heads: 5 }), shape(), shape(), '48 wide'],
    ['that has no such layer', by('minilm', { layer: 5 }), shape(), shape(), 'match.layer is 5'],
    [
      'whose layers are reversible',
      by('minilm'),
      shape({ reversible: true }, { id: 'modernbert' }),
      shape({ reversible: true }, { id: 'modernbert' }),
      'reversible',
    ],
  ])('%s', (_, config, student, teacher, words) => {
    const refusal = expect.objectContaining({ code: 'PLUGIN_REFUSED', message: expect.stringContaining(words) });
    expect(() => check(config, student, teacher)).toThrow(refusal);
  });

  it.each([
    ['of another family for its answers alone', {}, shape({}, { id: 'electra' })],
    ['of another width by tinybert', by('tinybert'), shape({ hidden_size: 96 })],
    ['of another width and other heads by minilm', by('minilm'), shape({ hidden_size: 96, heads: 8 })],
    [
      'without a head, where states alone are compared',
      by('minilm', { share: 1 }),
      shape({}, { head: { kind: 'none' } }),
    ],
  ])('not one %s', (_, config, teacher) => {
    expect(() => check(config, shape(), teacher)).not.toThrow();
  });
});

describe('DistillationConfig', () => {
  const problem = (plain: object) => () =>
    checkConfig(DistillationConfig, { finetune: { stop: { steps: 1 } }, ...plain });

  it('refuses layers that backward computes again where their attention is compared', () => {
    const finetune = { stop: { steps: 1 }, gradient_checkpointing: true };
    expect(problem({ ...by('minilm'), finetune })).toThrow('finetune.gradient_checkpointing: not with match.by minilm');
    expect(problem({ ...by('patient'), finetune })).not.toThrow();
  });
});
