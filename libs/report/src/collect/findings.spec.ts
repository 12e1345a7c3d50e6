import { describe, expect, it } from '@jest/globals';
import type { Row } from './data.js';
import { findingsOf } from './findings.js';

const row = (name: string, parameters: number, bytes: number, accuracy: number, more: Partial<Row> = {}): Row => ({
  name,
  artifact: name,
  parameters,
  bytes,
  trainingSeconds: 90,
  quality: { name: 'accuracy', value: accuracy, signature: '', samples: 872 },
  measures: [],
  ancestors: [],
  isCompressed: false,
  ...more,
});
const compressed = { isCompressed: true, ancestors: ['large'] };

describe('findings', () => {
  it('say when the large model is ahead at the small one’s size, beyond chance', () => {
    const rows = [row('small', 1e6, 4e6, 0.75), row('large', 6e6, 24e6, 0.83), row('int4', 6e6, 3e6, 0.82, compressed)];
    const [first, second] = findingsOf(rows);
    expect(first).toContain('int4 (6.00 M parameters in 3.00 MB) beside small (1.00 M in 4.00 MB)');
    expect(first).toContain('accuracy 82.00 % against 75.00 %, +7.00 points: more than chance explains');
    expect(second).toContain('8.0 times smaller than large (24.0 MB to 3.00 MB)');
    expect(second).toContain('−1.00 points: less than 872 sentences can tell from chance');
  });

  it('say as well when it is behind', () => {
    const rows = [row('small', 1e6, 4e6, 0.83), row('int4', 6e6, 3e6, 0.75, compressed)];
    expect(findingsOf(rows)[0]).toContain('−8.00 points: more than chance explains');
  });

  it('compare no sizes that differ the wrong way', () => {
    const rows = [
      row('small', 1e6, 4e6, 0.75),
      row('int8', 6e6, 6e6, 0.9, compressed),
      row('int4', 6e6, 5e6, 0.9, compressed),
    ];
    expect(findingsOf(rows)).toEqual([
      'No larger model was compressed to the size of small (4.00 MB): the smallest, int4, has 5.00 MB.',
    ]);
  });

  it('do not miss a larger model where the one at hand is compressed itself', () => {
    const rows = [row('large', 9e6, 50e6, 0.9, compressed), row('short', 6e6, 40e6, 0.9, compressed)];
    expect(findingsOf(rows).join()).not.toContain('No larger');
  });

  it('give the 95 % limit of the difference of two proportions', () => {
    // With one right and one wrong answer more: share 698.6 / 874, sqrt(0.7993 × 0.2007 / 874 × 2) × 1.96 = 0.03755
    const rows = [row('small', 1e6, 4e6, 0.8), row('int4', 6e6, 3e6, 0.8, compressed)];
    expect(findingsOf(rows)[0]).toContain('(3.76 points at 95 %)');
  });

  it('know that a few sentences that are all answered rightly tell little', () => {
    const quality = { name: 'accuracy', value: 1, samples: 16, signature: '' };
    const rows = [row('small', 1e6, 4e6, 1), row('int4', 6e6, 3e6, 1, compressed)].map((each) => ({
      ...each,
      quality,
    }));
    // 17 of 18: sqrt(0.9444 × 0.0556 / 18 × 2) × 1.96 = 0.14965
    expect(findingsOf(rows)[0]).toContain('(14.97 points at 95 %)');
  });

  it('give no such limit for measures that are no proportions', () => {
    const matthews = (value: number) => ({ name: 'matthews', value, signature: '', samples: 872 });
    const rows = [
      row('small', 1e6, 4e6, 0, { quality: matthews(0.31) }),
      row('int4', 6e6, 3e6, 0, { ...compressed, quality: matthews(0.35) }),
    ];
    expect(findingsOf(rows)[0]).toContain('matthews 0.3500 against 0.3100, a difference of +0.0400.');
  });
});
