import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { random, tf } from '#engine';
import { type Model, type Parameter, disposeModel, mapParameters } from '#models';
import { LotteryTicketConfig } from './config.js';
import plugin from './index.js';

const withFixture = fixtures();

/** An earlier state of a model: other weights in the same shapes. */
const earlier = (model: Model) =>
  mapParameters(model, (parameter) => ({
    ...parameter,
    value: tf.tensor(random(5).normals(parameter.value.size, 0.1), parameter.value.shape),
  }));

const config = (plain: object) =>
  checkConfig(LotteryTicketConfig, { sparsity: 0.5, per_round: 0.5, finetune: { stop: { steps: 2 } }, ...plain });

const isPruned = ({ name, role }: Parameter) => role === 'linear' && name.includes('.encoder.');

const values = (model: Model, name: string) => Array.from(model.parameters.get(name)!.value.dataSync());

describe('lottery-ticket', () => {
  it('keeps the weights that training made large, at the values that they had early', () =>
    withFixture(async ({ model, dataset }) => {
      const early = earlier(model);
      // A training that moves nothing shows where it began
      const still = config({ scope: 'tensor', finetune: { stop: { steps: 1 }, learning_rate: 0, weight_decay: 0 } });
      const context = createContext({ seed: 1, dataset, rewind: early });
      const { model: ticket } = await compressModel(plugin, model, still, context);
      for (const parameter of ticket.parameters.values()) {
        const [trained, before, after] = [model, early, ticket].map((one) => values(one, parameter.name));
        const median = trained.map(Math.abs).sort((a, b) => a - b)[trained.length / 2];
        const left = before.map((weight, i) => (Math.abs(trained[i]) >= median ? weight : 0));
        expect(after).toEqual(isPruned(parameter) ? left : before);
      }
      [early, ticket].forEach(disposeModel);
    }));

  it('prunes in rounds what training has left, and ends with the share asked for', () =>
    withFixture(async ({ model, dataset }) => {
      const phases = new Set<string>();
      const onProgress = ({ phase = '' }) => void phases.add(phase);
      const early = earlier(model);
      const context = createContext({ seed: 1, dataset, rewind: early, onProgress });
      const { model: ticket } = await compressModel(
        plugin,
        model,
        config({ sparsity: 0.8, finetune: { stop: { steps: 6 } } }),
        context,
      );
      expect([...phases]).toEqual(['sparsity 50.0 %', 'sparsity 75.0 %', 'sparsity 80.0 %']);
      expect(context.history.at(-1)!.step).toBe(6);
      const layers = [...ticket.parameters.values()].filter(isPruned);
      const zeros = layers.flatMap(({ name }) => values(ticket, name)).filter((weight) => weight === 0).length;
      expect(zeros).toBe(Math.round(0.8 * 36_864));
      [early, ticket].forEach(disposeModel);
    }));

  it('is refused without an earlier state, or with that of another model', () =>
    withFixture(async ({ model, dataset }) => {
      const run = (rewind?: Model) =>
        compressModel(plugin, model, config({}), createContext({ seed: 1, dataset, ...(rewind && { rewind }) }));
      await expect(run()).rejects.toMatchObject({
        code: 'PIPELINE_MISSING_INPUT',
        message: expect.stringContaining('Give the step a `rewind`'),
      });
      const other = mapParameters(model);
      const name = 'classifier.weight';
      const parameters = new Map([...other.parameters].filter(([key]) => key !== name));
      await expect(run({ ...other, parameters })).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining(`rewind: the model to rewind to has no ${name}`),
      });
      disposeModel(other);
    }));
});
