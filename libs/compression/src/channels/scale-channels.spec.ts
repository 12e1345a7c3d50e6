import { describe, expect, it } from '@jest/globals';
import { checkConfig, keysOf } from '#contracts';
import { random, tf } from '#engine';
import { FAMILIES, channelPaths } from '#families';
import { type Model, createModel, disposeModel, logits, weightsOf } from '#models';
import { batchOf, fileOrder } from '#text';
import { fixtures } from '../conformance/fixture.js';
import { FAMILY_IDS } from '../conformance/families.js';
import { scaleChannels } from './scale-channels.js';

const withFixture = fixtures();

/** A table of vectors has no layers whose channels could be scaled. */
const WITH_LAYERS = FAMILY_IDS.filter((id) =>
  keysOf(FAMILIES.find((one) => one.id === id)!.architecture).has('layers'),
);

const outputsOf = (model: Model, batch: Parameters<typeof logits>[2]) =>
  tf.tidy(() => Float32Array.from(logits(weightsOf(model), model, batch).dataSync()));

describe('channels of another scale', () => {
  it.each(WITH_LAYERS)('leave the answers of %s as they are', (id) =>
    withFixture(async ({ dataset }) => {
      const family = FAMILIES.find((one) => one.id === id)!;
      const sizes = { layers: 2, hidden_size: 24, heads: 3, ffn_size: 32, max_positions: 64 };
      const config = family.newConfig(checkConfig(family.architecture, { family: id, ...sizes }), {
        size: dataset.vocabSize,
        pad: dataset.special.pad,
      });
      const model = createModel(config, { kind: 'classification', labels: ['0', '1'] }, 1, dataset.tokenizer);
      const numbers = random(3);
      const paths = channelPaths(model.config, model.head);
      expect(paths.length).toBeGreaterThan(0);
      const factors = paths.map((path) => {
        const [, channels] = model.parameters.get(`${path.targets[0]}.weight`)!.value.shape;
        return [path, numbers.normals(channels!, 1).map(Math.exp)] as const;
      });
      const scaled = scaleChannels(model, new Map(factors));
      const changed = [...scaled.parameters].filter(
        ([name, { value }]) => String(value.dataSync()) !== String(model.parameters.get(name)!.value.dataSync()),
      );
      expect(changed.length).toBeGreaterThan(paths.length);
      const batch = batchOf(dataset.splits.dev!, fileOrder(dataset.splits.dev!).slice(0, 6));
      const [before, after] = [outputsOf(model, batch), outputsOf(scaled, batch)];
      before.forEach((value, i) => expect(Math.abs(after[i] - value)).toBeLessThan(1e-5));
      disposeModel(model);
      disposeModel(scaled);
    }),
  );
});
