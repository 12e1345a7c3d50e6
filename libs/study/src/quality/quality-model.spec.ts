import { describe, expect, it } from '@jest/globals';
import { effectiveRows, type Observation } from './observation.js';
import { fitQuality, type Setting } from './quality-model.js';

/** Normal numbers that are the same each time (Park and Miller's generator, Box and Muller's transform). */
function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** The logarithm of an error by a law of the model's own form. */
const law = ({ rows, layers, bits, covered }: Omit<Setting, 'task'>, level: number) =>
  level - 0.2 * Math.log(rows / 5000) - 0.4 * Math.log(layers) + 0.3 * 4 ** (3 - bits) + 2 * (1 - covered);

const BITS = [32, 4, 3];

/** Trainings, each in three forms. */
const trainings = [1, 0.5, 1 / 3].flatMap((layers) =>
  [3000, 6000, 20_000].map((rows, i) => ({ layers, rows, covered: i === 1 ? 0.9 : 1 })),
);

/** Observations of tasks by the law, each training with a deviation of its logarithm. */
function observe(levels: Readonly<Record<string, number>>, deviation: () => number, measured = 1e9): Observation[] {
  return Object.entries(levels).flatMap(([task, level]) =>
    trainings.flatMap((setting, i) => {
      const off = deviation();
      return BITS.map((bits) => {
        const error = Math.exp(law({ ...setting, bits }, level) + off);
        return { task, training: String(i), ...setting, bits, error, measured };
      });
    }),
  );
}

describe('predicted quality', () => {
  it('finds a law of its own form again', () => {
    const model = fitQuality(observe({ a: -2, b: -1.5 }, () => 0));
    const setting = { layers: 2 / 3, rows: 20_000, bits: 5, covered: 0.95 };
    const { value, low, high } = model.predict({ task: 'a', ...setting }, 1e9);
    expect(value).toBeCloseTo(1 - Math.exp(law(setting, -2)), 2);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
  });

  it('holds nine of ten new measurements in its intervals, over many sets of observations', () => {
    const measured = 2000;
    let held = 0;
    for (let set = 0; set < 40; set++) {
      const normal = normals(1000 + set);
      const model = fitQuality(observe({ a: -2, b: -1.2, c: -1.7 }, () => 0.1 * normal()));
      const setting = { layers: 0.5, rows: 3000, bits: 4, covered: 0.95 };
      const { low, high } = model.predict({ task: 'b', ...setting }, measured);
      for (let i = 0; i < 50; i++) {
        const expected = Math.exp(law(setting, -1.2) + 0.1 * normal());
        const error = expected + Math.sqrt((expected * (1 - expected)) / measured) * normal();
        held += Number(1 - error >= low && 1 - error <= high);
      }
    }
    expect(held / 2000).toBeGreaterThan(0.87);
    expect(held / 2000).toBeLessThan(0.96);
  });

  it('is unsure of a task that it has not seen, and less so after one measurement', () => {
    const seen = observe({ a: -2, b: -1.5 }, () => 0);
    const setting = { task: 'own', layers: 1, rows: 5000, bits: 32, covered: 1 };
    const before = fitQuality(seen).predict(setting, 1000);
    const after = fitQuality([
      ...seen,
      { ...setting, training: 'first', rows: 3000, error: 0.3, measured: 1000 },
    ]).predict(setting, 1000);
    expect(before.high - before.low).toBeGreaterThan(3 * (after.high - after.low));
    // The law's slope carries it from 3,000 rows to 5,000
    expect(after.value).toBeCloseTo(1 - 0.3 * (5 / 3) ** -0.2, 1);
  });

  it('learns little of longer trainings from one that has hardly begun', () => {
    const seen = observe({ a: -2, b: -1.5 }, () => 0);
    const setting = { task: 'own', layers: 1, rows: 5000, bits: 32, covered: 1 };
    const widthAfter = (rows: number) => {
      const first = { ...setting, training: 'first', rows, error: 0.3, measured: 1000 };
      const { low, high } = fitQuality([...seen, first]).predict(setting, 1000);
      return high - low;
    };
    expect(widthAfter(500)).toBeGreaterThan(2 * widthAfter(3000));
  });

  it('without any observation answers by what is held likely beforehand', () => {
    const { value, low, high } = fitQuality([]).predict(
      { task: 'own', layers: 1, rows: 5000, bits: 32, covered: 1 },
      1000,
    );
    expect(value).toBeCloseTo(0.85, 5);
    expect([low, high].map((score) => Number(score.toFixed(2)))).toEqual([0.43, 0.96]);
  });
});

describe('rows that are read again', () => {
  it('count whole in the first pass, and sixteen times the data at the very most', () => {
    expect(effectiveRows(300, 1000)).toBe(300);
    expect(effectiveRows(1000, 1000)).toBe(1000);
    expect(effectiveRows(1e9, 1000)).toBeCloseTo(16_390, 0);
  });

  it('count nearly whole up to four passes, as Muennighoff et al. found', () => {
    // 1 + R* (1 - exp(-3 / R*)) with R* = 15.39
    expect(effectiveRows(4000, 1000)).toBeCloseTo(3726, 0);
  });
});
