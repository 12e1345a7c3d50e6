import { describe, expect, it } from '@jest/globals';
import { random } from './random.js';

describe('random', () => {
  it('gives the same for the same seed, and something else for another', () => {
    expect(random(1).normals(5, 1)).toEqual(random(1).normals(5, 1));
    expect(random(1).uint32()).not.toBe(random(2).uint32());
  });

  it('derives streams by name alone, whatever was drawn before', () => {
    const [a, b] = [random(1), random(1)];
    a.uint32();
    expect(a.derive('order', 3).permutation(10)).toEqual(b.derive('order').derive(3).permutation(10));
    const firsts = ['order', 'mask', '3', 3].map((name) => random(1).derive(name).uint32());
    expect(new Set(firsts).size).toBe(4);
  });

  it('draws uniformly', () => {
    const stream = random(5);
    const counts = new Array(10).fill(0);
    for (let i = 0; i < 100_000; i++) counts[Math.floor(stream.uniform() * 10)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(9000));
  });

  it('draws whole numbers evenly, also below one that does not divide 2³²', () => {
    const stream = random(6);
    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.integer(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(4 * Math.sqrt(10_000 * (6 / 7)));
    const half = Array.from({ length: 10_000 }, () => stream.integer(3 * 2 ** 30)).filter((x) => x < 2 ** 31).length;
    expect(Math.abs(half - 6667)).toBeLessThan(4 * Math.sqrt(10_000 * (2 / 9)));
    expect(stream.integer(1)).toBe(0);
    expect(() => stream.integer(0)).toThrow('random: below is 0, expected a number from 1');
  });

  it('draws normal numbers with the moments of the normal distribution', () => {
    const values = random(7).normals(100_001, 2);
    const moment = (power: number) => values.reduce((sum, x) => sum + (x / 2) ** power, 0) / values.length;
    [0, 1, 0, 3].forEach((expected, i) => expect(moment(i + 1)).toBeCloseTo(expected, 1));
    const singles = Array.from({ length: 10_000 }, random(8).normal);
    expect(singles.reduce((sum, x) => sum + x * x, 0) / 10_000).toBeCloseTo(1, 1);
  });

  it('permutes, each number as likely in each place', () => {
    const stream = random(9);
    const firsts = new Array(5).fill(0);
    for (let i = 0; i < 10_000; i++) {
      const order = stream.permutation(5);
      expect([...order].sort()).toEqual([0, 1, 2, 3, 4]);
      firsts[order[0]]++;
    }
    for (const count of firsts) expect(Math.abs(count - 2000)).toBeLessThan(4 * Math.sqrt(1600));
  });
});
