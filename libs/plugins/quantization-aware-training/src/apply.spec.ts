import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures, type Fixture } from '#compression';
import { checkConfig } from '#contracts';
import { evaluateModel } from '#evaluation';
import { type Model, disposeModel, mapParameters, modelShape, quantizeParameter } from '#models';
import { QuantizationAwareTrainingConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();
const WEIGHT = 'bert.encoder.layer.0.output.dense.weight';

const configOf = (plain: object) => checkConfig(QuantizationAwareTrainingConfig, plain);

async function trained<T>(
  { model, dataset }: Fixture,
  plain: object,
  look: (model: Model) => T | Promise<T>,
  teacher?: Model,
) {
  const context = createContext({ seed: 1, dataset, ...(teacher && { teacher }) });
  const result = await compressModel(plugin, model, configOf(plain), context);
  try {
    return await look(result.model);
  } finally {
    disposeModel(result.model);
  }
}

const valuesOf = (model: Model, name = WEIGHT) => Array.from(model.parameters.get(name)!.value.dataSync());

const gridsIn = ({ parameters }: Model) =>
  [...parameters.values()].map(({ name, role, encoding }) => [name, role, encoding?.grid?.bits] as const);

const STEPS = { finetune: { stop: { steps: 4 } } };

describe('quantization-aware-training', () => {
  it.each(['learned', 'fitted'])('leaves matrices on grids of the bits that are asked for: %s scales', (scales) =>
    withFixture(async (fixture) => {
      const plain = { bits: 2, embedding_bits: 4, group_size: 16, skip: ['classifier.*'], scales, ...STEPS };
      for (const [name, role, bits] of await trained(fixture, plain, gridsIn)) {
        const own = role === 'embedding' ? 4 : role === 'linear' && !name.startsWith('classifier.') ? 2 : undefined;
        expect([name, bits]).toEqual([name, own]);
      }
    }),
  );

  it('makes up for what rounding loses: the loss after it is less than after rounding alone', () =>
    withFixture(async (fixture) => {
      const lossOf = async (model: Model) => {
        const { loss } = await evaluateModel(model, fixture.dataset, 'train', { measures: ['accuracy'] });
        return loss;
      };
      const rounded = mapParameters(fixture.model, (parameter) =>
        ['linear', 'embedding'].includes(parameter.role)
          ? quantizeParameter(parameter, {
              bits: 2,
              granularity: 'group',
              groupSize: 16,
              symmetric: true,
              range: 'mse',
            })
          : parameter,
      );
      const before = await lossOf(rounded);
      disposeModel(rounded);
      const finetune = { stop: { steps: 30 }, learning_rate: 2e-3, dropout: 0 };
      const after = await trained(fixture, { bits: 2, group_size: 16, finetune }, lossOf);
      expect(after).toBeLessThan(0.95 * before);
    }));

  it('moves scales by other amounts than weights ask for', () =>
    withFixture(async (fixture) => {
      const scalesOf = ({ parameters }: Model) => Array.from(parameters.get(WEIGHT)!.encoding!.grid!.scales);
      const finetune = { stop: { steps: 6 }, learning_rate: 1e-3 };
      const plain = { bits: 3, granularity: 'channel', range: 'min-max', finetune };
      const [learned, fitted] = [
        await trained(fixture, plain, scalesOf),
        await trained(fixture, { ...plain, range: 'mse', scales: 'fitted' }, scalesOf),
      ];
      const moved = learned.filter((scale, i) => Math.abs(scale / fitted[i] - 1) > 1e-3);
      expect(moved.length).toBeGreaterThan(learned.length / 2);
      // Six updates of 1e-3 move weights of some 0.03 by a few hundredths each, and scales as well
      learned.forEach((scale, i) => expect(Math.abs(scale / fitted[i] - 1)).toBeLessThan(0.6));
    }));

  it('learns from a teacher, where it is given a share of the loss', () =>
    withFixture(async (fixture) => {
      const plain = { bits: 3, group_size: 16, ...STEPS };
      const alone = await trained(fixture, plain, valuesOf);
      const taught = await trained(fixture, { ...plain, teacher_share: 1 }, valuesOf, fixture.model);
      expect(taught).not.toEqual(alone);
      await expect(trained(fixture, { ...plain, teacher_share: 1 }, valuesOf)).rejects.toMatchObject({
        code: 'PIPELINE_MISSING_INPUT',
      });
    }));

  it('takes a model that has codes already from its values', () =>
    withFixture(async (fixture) => {
      const coded = mapParameters(fixture.model, (parameter) =>
        parameter.role === 'linear'
          ? quantizeParameter(parameter, { bits: 8, granularity: 'channel', symmetric: false })
          : parameter,
      );
      const bits = await trained({ ...fixture, model: coded }, { bits: 3, ...STEPS }, gridsIn);
      expect(bits.filter(([, role]) => role === 'linear').every(([, , own]) => own === 3)).toBe(true);
      expect(modelShape(coded).parameters.length).toBe(bits.length);
      disposeModel(coded);
    }));
});

describe('the config', () => {
  it('has no zero points to learn', () => {
    expect(() => configOf({ symmetric: false, ...STEPS })).toThrow('zero points are not learned');
    expect(configOf({ symmetric: false, scales: 'fitted', ...STEPS }).symmetric).toBe(false);
  });

  it('says which keys have no effect', () => {
    const keys = (plain: object) =>
      configOf({ ...plain, ...STEPS })
        .withoutEffect()
        .map(({ key }) => key);
    expect(keys({})).toEqual([]);
    expect(keys({ scales: 'fitted', range: 'min-max', temperature: 4 })).toEqual(['range', 'temperature']);
  });
});
