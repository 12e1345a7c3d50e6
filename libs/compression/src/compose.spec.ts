import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { discoverPlugins } from '#methods';
import { type Model, disposeModel, modelShape, weightFileBytes } from '#models';
import { compressModel } from './compress-model.js';
import { pluginOf } from './plugin.js';
import { fixtures } from './conformance/fixture.js';
import { outputsOf, reloadedOutputs } from './conformance/runs.js';
import { createContext } from './context/create-context.js';

const registry = await discoverPlugins({ packages: [] });
const withFixture = fixtures();
const dataset = await withFixture(async (fixture) => fixture.dataset);

const PRUNING = ['magnitude-pruning', { sparsity: 0.6 }] as const;
const QUANTIZATION = ['uniform-quantization', { bits: 4, granularity: 'group', group_size: 48 }] as const;

const SHARING = ['codebook-quantization', { bits: 4, granularity: 'tensor' }] as const;
const SPARSEGPT = ['sparsegpt-pruning', { sparsity: 0.6, sentences: 64 }] as const;
const WANDA = ['wanda-pruning', { sparsity: 0.6, sentences: 64 }] as const;
const GPTQ = ['gptq', { ...QUANTIZATION[1], sentences: 64 }] as const;

type Step = readonly [id: string, config: object];

/** Applies plugins one after another; gives each result's bytes beside its estimate, and the last model. */
async function applied(start: Model, ...steps: readonly Step[]) {
  let model = start;
  const sizes: { bytes: number; estimated: number }[] = [];
  for (const [id, plain] of steps) {
    const plugin = pluginOf(registry, id);
    const context = createContext({ seed: 1, dataset });
    const next = await compressModel(plugin, model, checkConfig(plugin.config, plain), context);
    if (model !== start) disposeModel(model);
    model = next.model;
    sizes.push({ bytes: weightFileBytes(modelShape(model)), estimated: next.estimate.bytes.after });
  }
  return { model, sizes };
}

/** A linear layer's weight in one of the encoder's layers: what is pruned. */
const isInLayers = ({ name, role }: { name: string; role: string }) => role === 'linear' && name.includes('.encoder.');

const zeros = ({ parameters }: Model) =>
  [...parameters.values()]
    .filter(isInLayers)
    .reduce((sum, { value }) => sum + value.dataSync().filter((each) => each === 0).length, 0);

/** 60 % of the weights of the layers, where each of 12 matrices rounds its share down. */
const LEAST_ZEROS = 0.6 * 36_864 - 12 / 2;

describe('pruning and quantization', () => {
  it.each([
    ['pruned, then quantized', PRUNING, QUANTIZATION],
    ['quantized, then pruned', QUANTIZATION, PRUNING],
    ['SparseGPT, then GPTQ', SPARSEGPT, GPTQ],
    ['GPTQ, then SparseGPT', GPTQ, SPARSEGPT],
    ['GPTQ, then Wanda', GPTQ, WANDA],
  ])('compose: %s, smaller than either alone, and the file gives the same outputs', (_, first, second) =>
    withFixture(async ({ model }) => {
      const { model: both, sizes } = await applied(model, first, second);
      expect(sizes[1].bytes).toBeLessThan(sizes[0].bytes);
      for (const { bytes, estimated } of sizes) expect(Math.abs(estimated / bytes - 1)).toBeLessThan(0.01);
      const linear = [...both.parameters.values()].filter(isInLayers);
      for (const { encoding } of linear) expect(encoding).toMatchObject({ sparse: true, grid: { bits: 4 } });
      expect(zeros(both)).toBeGreaterThanOrEqual(LEAST_ZEROS);
      expect(await reloadedOutputs(both, dataset)).toEqual(outputsOf(both, dataset));
      disposeModel(both);
    }),
  );

  it.each([
    ['pruned, then shared', PRUNING, SHARING],
    ['shared, then pruned', SHARING, PRUNING],
    ['shared, then by Wanda', SHARING, WANDA],
    ['shared, then by SparseGPT', SHARING, SPARSEGPT],
  ])('compose with codebooks: %s, smaller than either alone, and the file gives the same outputs', (_, first, second) =>
    withFixture(async ({ model, dataset }) => {
      const { model: both, sizes } = await applied(model, first, second);
      expect(sizes[1].bytes).toBeLessThan(sizes[0].bytes);
      for (const { bytes, estimated } of sizes) expect(estimated / bytes).toBeCloseTo(1, 2);
      for (const { encoding } of [...both.parameters.values()].filter(isInLayers)) {
        expect(encoding).toMatchObject({ sparse: true, codebook: { kind: 'k-means', bits: 4 } });
      }
      expect(zeros(both)).toBeGreaterThanOrEqual(LEAST_ZEROS);
      expect(await reloadedOutputs(both, dataset)).toEqual(outputsOf(both, dataset));
      disposeModel(both);
    }),
  );

  it('store 4-bit weights of which 60 % are zero in 2.6 bits each, and scales', () =>
    withFixture(async ({ model }) => {
      const { model: both } = await applied(model, PRUNING, QUANTIZATION);
      const shape = modelShape(both);
      const linear = shape.parameters.filter(isInLayers);
      const rest = shape.parameters.filter((parameter) => !isInLayers(parameter));
      const bytes = weightFileBytes({ parameters: linear }) - weightFileBytes({ parameters: [] });
      // 48 weights a scale; less than 400 bytes of header for the mask, codes and scales of each of 12 tensors
      const weights = 36_864;
      const packed = (weights * (1 + 4 * 0.4)) / 8 + (4 * weights) / 48;
      expect(bytes).toBeGreaterThan(packed * 0.97);
      expect(bytes).toBeLessThan(packed + 12 * 400);
      expect(rest.every(({ encoding }) => !encoding?.sparse)).toBe(true);
      disposeModel(both);
    }));
});
