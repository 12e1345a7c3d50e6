import { describe, expect, it } from '@jest/globals';
import { random } from '#random';
import { tf, type Tensor2D } from '../../backend.js';
import { kernelSet, setKernelThreads, threads } from '../../kernels/addon.js';
import { packing } from '../../packing.js';
import { attention } from '../attention/attention.js';
import type { AttentionSpec } from '../attention/options.js';
import { cachedAttention } from './cached-attention.js';
import type { KeyValueCache } from './options.js';
import * as plain from './plain.js';

const [HEADS, SIZE] = [3, 6];
const WIDTH = 3 * HEADS * SIZE;
const numbers = random(5);
/** Longer than a cache that has not grown. */
const LENGTH = 20;

/** The row of the step before that each row of a step continues: texts fork, change places and end. */
const ORIGINS = Array.from({ length: LENGTH }, (_, step) => {
  if (step === 0) return [-1, -1];
  if (step === 1) return [0, 0, 1, 1, 1];
  if (step < 12) return [1, 0, 4, 4, 2];
  return step < 16 ? [2, 0, 1] : [0];
});

/** Steps of a search over texts whose tokens are random, by one version of the operation; and the texts themselves. */
function searched(version: typeof cachedAttention, spec: Omit<AttentionSpec, 'causal'>) {
  const own = random(7);
  let cache: KeyValueCache | undefined;
  let [slots, texts] = [[[], []] as number[][], [[], []] as Float32Array[][]];
  const steps = ORIGINS.map((origins, length) => {
    if (length > 0) [slots, texts] = [origins.map((row) => slots[row]), origins.map((row) => texts[row])];
    const tokens = origins.map(() => own.normals(WIDTH, 1));
    const qkv = tf.tensor2d(
      tokens.flatMap((token) => [...token]),
      [origins.length, WIDTH],
    );
    const how = { heads: spec.heads, scale: spec.scale, bias: spec.bias ?? undefined };
    const stepped = version(qkv, cache, Int32Array.from(slots.flat()), how);
    ({ cache } = stepped);
    qkv.dispose();
    slots = slots.map((before, row) => [...before, row]);
    texts = texts.map((before, row) => [...before, tokens[row]]);
    const context = stepped.context.arraySync() as number[][];
    stepped.context.dispose();
    return { context, texts };
  });
  cache!.tensor.dispose();
  return steps;
}

/** The same of a whole text: the row of its last token. */
function whole(text: readonly Float32Array[], spec: AttentionSpec): number[] {
  return tf.tidy(() => {
    const qkv = tf.tensor2d(
      text.flatMap((token) => [...token]),
      [text.length, WIDTH],
    );
    return (
      attention(qkv, packing(Int32Array.of(0, text.length)), { ...spec, causal: true }).arraySync() as number[][]
    )[text.length - 1];
  });
}

const table = tf.keep(tf.tensor2d(numbers.normals(8 * HEADS, 1), [8, HEADS]));
const SPECS: [string, AttentionSpec][] = [
  ['plain', { heads: HEADS }],
  ['with a scale and a bias of distances', { heads: HEADS, scale: 1, bias: { table, distance: 12 } }],
];

describe.each([
  ['the operation', cachedAttention],
  ['its plain version', plain.cachedAttention],
])('%s', (_name, version) => {
  it.each(SPECS)('is the last row of causal attention to the whole text: %s', (_how, spec) => {
    const before = tf.memory().numTensors;
    const steps = searched(version, spec);
    expect(tf.memory().numTensors).toBe(before);
    for (const { context, texts } of steps) {
      texts.forEach((text, row) =>
        whole(text, spec).forEach((value, i) => expect(context[row][i]).toBeCloseTo(value, 5)),
      );
    }
  });
});

describe('cachedAttention', () => {
  (kernelSet ? it : it.skip)('gives the same bits with any number of threads', () => {
    const all = [1, 2, 3, 4].map((count) => {
      setKernelThreads(count);
      return searched(cachedAttention, { heads: HEADS });
    });
    setKernelThreads(threads);
    for (const one of all) expect(one).toEqual(all[0]);
  });

  it('refuses slots that are none, and too few of them', () => {
    const qkv = tf.zeros([2, WIDTH]) as Tensor2D;
    const { cache } = cachedAttention(qkv, undefined, new Int32Array(0), { heads: HEADS });
    expect(() => cachedAttention(qkv, cache, Int32Array.of(0, 2), { heads: HEADS })).toThrow(
      'cachedAttention: slots[1] is 2, expected 0 to 1.',
    );
    expect(() => cachedAttention(qkv, cache, Int32Array.of(0), { heads: HEADS })).toThrow(
      'cachedAttention: slots has 1 values, expected 2.',
    );
    expect(() => cachedAttention(qkv, cache, Int32Array.of(0, 1), { heads: 4 })).toThrow(
      'expected a multiple of 3 x 4',
    );
  });
});
