import { describe, expect, it } from '@jest/globals';
import { TlcError } from '#contracts';
import { newConfig, parameterCount, shapeOf } from '#families';
import type { BatchSize } from '#text';
import { checkMemory } from './check-memory.js';
import { predictMemory } from './predict-memory.js';
import type { TrainingLoad } from './training-load.js';

const GB = 1e9;
const head = { kind: 'masked-lm' } as const;
const encoder = (layers: number, width: number, heads: number) => {
  const shape = { family: 'bert', layers, hidden_size: width, heads, max_positions: 512, dropout: 0.1 };
  return newConfig({ ...shape, problem: () => undefined }, { size: 30_522, pad: 0 });
};

/** BERT-large on sentences of 128 tokens, 32 of them a batch. */
const large: TrainingLoad = {
  shape: shapeOf(encoder(24, 1024, 16), head),
  batch: { rows: 4096, sentences: 32, longest: 128 },
  masked: 0.15,
  accumulate: 1,
  checkpointing: false,
  momentFloats: (shape) => 2 * parameterCount(shape),
  models: 0,
  keptCopies: 0,
  measured: 0,
  reparametrizes: false,
  dataBytes: 0,
};
const extentOf = ({ tokens = Infinity, sentences = Infinity }: BatchSize) => {
  const count = Math.max(1, Math.min(sentences, Math.floor(tokens / 128)));
  return { rows: 128 * count, sentences: count, longest: 128 };
};
const bySentences = { size: { sentences: 32 }, extentOf };
const byTokens = { size: { tokens: 4096 }, extentOf };

function refusal(...given: Parameters<typeof checkMemory>): TlcError & { details: Record<string, never> } {
  try {
    checkMemory(...given);
  } catch (error) {
    return error as TlcError & { details: Record<string, never> };
  }
  throw new Error('it was not refused');
}

describe('a training is refused', () => {
  it('only where it needs more than there is, saying both', () => {
    const { bytes } = predictMemory(large);
    expect(checkMemory(large, bySentences, bytes)).toEqual(predictMemory(large));
    const error = refusal(large, bySentences, bytes - 1);
    expect(error.code).toBe('TRAINING_TOO_LARGE');
    expect(error.details).toMatchObject({ predicted: bytes, available: bytes - 1 });
    expect(error.message).toContain(`would take ${(bytes / GB).toFixed(1)} GB`);
  });

  it.each([
    ['sentences', bySentences, 'batch_sentences'],
    ['tokens', byTokens, 'batch_tokens'],
  ] as const)('with the largest batches of %s that fit, for updates of as many', (_, batching, key) => {
    const available = 9 * GB;
    const { details, message } = refusal(large, batching, available);
    const [smaller] = details.settings as { accumulate: number; bytes: number }[] & Record<string, number>[];
    const size = smaller[key as never] as number;
    expect(size * smaller.accumulate).toBeGreaterThanOrEqual(key === 'batch_tokens' ? 4096 : 32);
    expect(smaller.bytes).toBeLessThan(0.85 * available);
    // One part less would not fit
    const own = key === 'batch_tokens' ? { tokens: Math.ceil(4096 / (smaller.accumulate - 1)) } : undefined;
    const next = own ?? { sentences: Math.ceil(32 / (smaller.accumulate - 1)) };
    const accumulate = smaller.accumulate - 1;
    const load = { ...large, batch: extentOf(next), accumulate };
    expect(predictMemory(load).bytes).toBeGreaterThan(0.85 * available);
    expect(message).toContain(`${key}: ${size} and accumulate: ${smaller.accumulate} (`);
  });

  it('with gradient checkpointing where that is enough', () => {
    const checkpointed = predictMemory({ ...large, checkpointing: true }).bytes;
    const { details, message } = refusal(large, bySentences, checkpointed / 0.84);
    expect(details.settings).toContainEqual({ gradient_checkpointing: true, bytes: checkpointed });
    expect(message).toContain(`gradient_checkpointing: true (${(checkpointed / GB).toFixed(1)} GB)`);
  });

  it('with the largest model that fits, where no setting helps', () => {
    const { details, message } = refusal(large, bySentences, 4 * GB);
    const { layers, hidden_size: width } = details.model as { layers: number; hidden_size: number };
    expect(details.settings).toEqual([]);
    const least = { rows: 128, sentences: 1, longest: 128 };
    const bytes = (count: number, wide: number) =>
      predictMemory({ ...large, checkpointing: true, batch: least, shape: shapeOf(encoder(count, wide, 16), head) })
        .bytes;
    expect(bytes(layers, 1024)).toBeLessThanOrEqual(0.85 * 4 * GB);
    expect(bytes(layers + 1, 1024)).toBeGreaterThan(0.85 * 4 * GB);
    expect(bytes(24, width)).toBeLessThanOrEqual(0.85 * 4 * GB);
    expect(bytes(24, width + 16)).toBeGreaterThan(0.85 * 4 * GB);
    expect(message).toContain(`${layers} layers of this width, or hidden_size ${width}`);
  });
});
