import assert from 'node:assert/strict';
import { TlcError, checkConfig, keysOf } from '#contracts';
import { FAMILIES } from '#families';
import { createModel, disposeModel } from '#models';
import type { CompressionPlugin } from '../plugin.js';
import type { Fixture } from './fixture.js';
import { checkBytes, fileOf, outputsOf, reloadedOutputs, runExample } from './runs.js';

const SIZES = { layers: 3, hidden_size: 24, heads: 3, ffn_size: 32, max_positions: 64 };

/** The families that a plugin's example is tried on. */
export const FAMILY_IDS: readonly string[] = FAMILIES.filter(({ heads }) => heads.classification).map(({ id }) => id);

/** That a plugin makes of a small model of a family what it plans, and what reloads to the same outputs; or that it refuses
 * it, with a reason. */
export async function checkFamily(plugin: CompressionPlugin, id: string, { dataset }: Fixture): Promise<void> {
  const family = FAMILIES.find((one) => one.id === id)!;
  const keys = keysOf(family.architecture);
  const sizes = Object.entries({ family: id, ...SIZES }).filter(([key]) => keys.has(key));
  const architecture = checkConfig(family.architecture, Object.fromEntries(sizes));
  const config = family.newConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
  const head = { kind: 'classification', labels: dataset.labels ?? [] } as const;
  const start = createModel(config, head, 1, dataset.tokenizer);
  try {
    const { model, estimate } = await runExample(plugin, { model: start, dataset });
    try {
      const { bytes } = await fileOf(model);
      checkBytes(estimate.bytes, bytes);
      assert.deepEqual(Array.from(await reloadedOutputs(model, dataset)), Array.from(outputsOf(model, dataset)));
    } finally {
      disposeModel(model);
    }
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'PLUGIN_REFUSED') throw error;
  } finally {
    disposeModel(start);
  }
}
