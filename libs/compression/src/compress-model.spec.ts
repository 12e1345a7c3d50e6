import { describe, expect, it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { IntegerKey, MethodFinetuneConfig, TlcError, checkConfig } from '#contracts';
import { tf } from '#engine';
import { type Model, type Parameter, type ParameterShape, disposeModel, mapParameters } from '#models';
import { compressModel } from './compress-model.js';
import { fixtures } from './conformance/fixture.js';
import { createContext } from './context/create-context.js';
import type { CompressionPlugin } from './plugin.js';

class Config {
  @IntegerKey('bits', { min: 2, max: 8 })
  readonly bits: number = 8;
}

const withFixture = fixtures();
const WEIGHT = 'bert.encoder.layer.0.output.dense.weight';

/** The one weight in bytes: what the plugin plans. */
const inBytes = (parameter: ParameterShape): ParameterShape =>
  parameter.name === WEIGHT
    ? { ...parameter, encoding: { grid: { bits: 8, granularity: 'tensor', symmetric: true } } }
    : parameter;

/** A plugin that does what a test asks for. */
const doing = (
  apply: CompressionPlugin<Config>['apply'],
  rest: Partial<CompressionPlugin<Config>> = {},
): CompressionPlugin<Config> => ({
  id: 'wayward',
  version: '1.0.0',
  kind: 'quantization',
  description: 'Misbehaves.',
  config: Config,
  example: {},
  plan: (shape) => ({ shape: { ...shape, parameters: shape.parameters.map(inBytes) } }),
  apply,
  ...rest,
});

/** A model whose one weight is what `change` makes of it. */
const changing = (model: Model, change: (parameter: Parameter) => Partial<Parameter>) =>
  mapParameters(model, (parameter) => (parameter.name === WEIGHT ? { ...parameter, ...change(parameter) } : parameter));

/** Runs a plugin; also sees that no tensor of its result is left when it fails. */
const run = (plugin: CompressionPlugin<Config>, signal?: AbortSignal) =>
  withFixture(async ({ model }) => {
    const before = tf.memory().numTensors;
    try {
      const result = await compressModel(plugin, model, new Config(), createContext({ seed: 1, signal }));
      disposeModel(result.model);
      return result.estimate;
    } finally {
      await setTimeout(0);
      expect(tf.memory().numTensors).toBe(before);
    }
  });

describe('compressModel', () => {
  it('gives the plugin’s model with its estimate', async () => {
    const { bytes } = await run(doing(async (model) => mapParameters(model)));
    // 96 x 48 weights in a byte instead of four each; less for the scale and the second entry in the header
    expect(bytes.before - bytes.after).toBeGreaterThan(3 * 96 * 48 - 200);
  });

  it('refuses a plan that makes the model neither smaller nor cheaper to compute, with the plugin’s reason', async () => {
    const idle = doing(async (model) => mapParameters(model), {
      plan: (shape) => ({ shape, limits: 'it does nothing' }),
    });
    await expect(run(idle)).rejects.toMatchObject({
      code: 'PLUGIN_REFUSED',
      message: expect.stringMatching(/^wayward .* would not make the model smaller \(.*\): it does nothing$/),
    });
  });

  it('reports what a plugin throws under its name, and errors with a code as they are', async () => {
    const broken = doing(async () => {
      throw new TypeError('undefined is not a tensor');
    });
    await expect(run(broken)).rejects.toMatchObject({
      code: 'PLUGIN_FAILED',
      message: 'wayward: undefined is not a tensor',
    });
    const refusing = doing(async (model) => model, {
      plan: () => {
        throw new TlcError('PLUGIN_REFUSED', '8 bits are too many');
      },
    });
    await expect(run(refusing)).rejects.toMatchObject({ code: 'PLUGIN_REFUSED', message: '8 bits are too many' });
  });

  it.each<[string, string, string, (model: Model) => Model]>([
    [
      'NaN',
      'MODEL_NOT_FINITE',
      `wayward made NaN of a weight in ${WEIGHT}`,
      (model) => changing(model, ({ value }) => ({ value: tf.mul(value, NaN) })),
    ],
    [
      'infinite weights',
      'MODEL_NOT_FINITE',
      'wayward made Infinity',
      (model) => changing(model, ({ value }) => ({ value: tf.add(value, Infinity) })),
    ],
    [
      'a wrong shape',
      'PLUGIN_WRONG_RESULT',
      `${WEIGHT} is float32 [96, 48], expected float32 [48, 96]`,
      (model) => changing(model, ({ value }) => ({ value: tf.transpose(value) })),
    ],
    [
      'a wrong type',
      'PLUGIN_WRONG_RESULT',
      'is int32 [48, 96]',
      (model) => changing(model, ({ value }) => ({ value: tf.cast(value, 'int32') })),
    ],
    [
      'another name',
      'PLUGIN_WRONG_RESULT',
      `${WEIGHT} is missing`,
      (model) => changing(model, ({ value }) => ({ name: 'renamed', value: tf.clone(value) })),
    ],
    [
      'an encoding that lies',
      'ENCODING_INEXACT',
      'but its encoding gives back',
      (model) =>
        changing(model, ({ value }) => ({
          value: tf.clone(value),
          encoding: { grid: { bits: 4, granularity: 'tensor', scales: Float32Array.of(0.1) } },
        })),
    ],
    ['the model itself', 'PLUGIN_WRONG_RESULT', 'returned the model that it was given', (model) => model],
    ['tensors of the model', 'PLUGIN_WRONG_RESULT', 'is a tensor of the model', (model) => ({ ...model })],
    [
      'disposed tensors',
      'PLUGIN_WRONG_RESULT',
      'has been disposed',
      (model) => {
        const copy = mapParameters(model);
        disposeModel(copy);
        return copy;
      },
    ],
    ['nothing', 'PLUGIN_WRONG_RESULT', 'is no model', () => undefined as unknown as Model],
  ])('refuses a plugin that returns %s', async (_, code, message, result) => {
    await expect(run(doing(async (model) => result(model)))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
  });

  it('asks for a data set before it starts, where the config needs one', async () => {
    let called = false;
    const learning = doing(
      async (model) => {
        called = true;
        return model;
      },
      { needs: () => ({ training: checkConfig(MethodFinetuneConfig, { stop: { steps: 1 } }) }) },
    );
    await expect(run(learning)).rejects.toMatchObject({ code: 'PIPELINE_MISSING_INPUT' });
    expect(called).toBe(false);
  });

  it('ends at once when cancelled, even if the plugin never does', async () => {
    const controller = new AbortController();
    const running = run(
      doing(() => new Promise(() => undefined)),
      controller.signal,
    );
    await setTimeout(20);
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  });

  it('frees a model that comes after the job was cancelled', async () => {
    const controller = new AbortController();
    const late = doing(async (model) => {
      controller.abort();
      return mapParameters(model);
    });
    await expect(run(late, controller.signal)).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  });
});
