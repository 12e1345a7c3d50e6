import { describe, expect, it } from '@jest/globals';
import type { Batch } from '../batch.js';
import { corruptSpans, withSentinels } from './corrupt-spans.js';
import { numbers, special } from './fixtures/masking.js';

const SENTINELS = [901, 902, 903, 904, 905, 906, 907, 908];
const how = { rate: 0.15, meanLength: 3, sentinels: SENTINELS };

function batchOf(...sentences: number[][]): Batch {
  const starts = [0];
  for (const { length } of sentences) starts.push(starts.at(-1)! + length);
  const ids = Int32Array.from(sentences.flat());
  const positions = Int32Array.from(sentences.flatMap((sentence) => [...sentence.keys()]));
  return { ids, positions, types: new Int32Array(ids.length), starts: Int32Array.from(starts) };
}

const sentence = (length: number) => [special.cls, ...Array.from({ length }, (_, i) => 10 + i), special.sep];
const part = (ids: Int32Array, starts: Int32Array, i: number) => [...ids.subarray(starts[i], starts[i + 1])];

describe('corrupted spans', () => {
  it('are the example of the paper (Raffel et al. 2020, figure 2)', () => {
    const words = 'Thank you for inviting me to your party last week .'.split(' ');
    const [x, y, z] = [101, 102, 103];
    const nameOf = (id: number) => ({ [x]: '<X>', [y]: '<Y>', [z]: '<Z>' })[id] ?? words[id];
    const spans = [
      { from: 2, to: 4 },
      { from: 8, to: 9 },
    ];
    const { source, target } = withSentinels(Int32Array.from(words.keys()), spans, [x, y, z]);
    expect(source.map(nameOf).join(' ')).toBe('Thank you <X> me to your party <Y> week .');
    expect(target.map(nameOf).join(' ')).toBe('<X> for inviting <Y> last <Z>');
  });

  it('give the text again where they are put in the place of their sentinels; special tokens stay', () => {
    const lengths = [2, 7, 20, 50, 100];
    const { ids, positions, starts, target } = corruptSpans(
      batchOf(...lengths.map(sentence)),
      special,
      how,
      numbers(1),
    );
    lengths.forEach((length, i) => {
      const source = part(ids, starts, i);
      const answer = part(target!.labels, target!.starts, i);
      expect(part(positions, starts, i)).toEqual([...source.keys()]);
      expect(part(target!.ids, target!.starts, i)).toEqual([special.cls, ...answer.slice(0, -1)]);
      expect(answer.at(-1)).toBe(special.sep);
      const hidden = Math.max(1, Math.round(0.15 * length));
      const spans = Math.max(1, Math.round(hidden / 3));
      // The spans, a sentinel before each and one at the end, and the end
      expect(answer).toHaveLength(hidden + spans + 2);
      expect(answer.filter((id) => id > 900)).toEqual(SENTINELS.slice(0, spans + 1));
      const spanOf = (sentinel: number) => {
        const from = answer.indexOf(sentinel) + 1;
        return answer.slice(from, answer.indexOf(sentinel + 1));
      };
      expect(source.flatMap((id) => (id > 900 ? spanOf(id) : [id]))).toEqual(sentence(length));
      expect(source[1]).toBe(10);
    });
  });

  it('are any of those that can be, equally often', () => {
    // 8 tokens of which 2 are hidden in spans of 1: two gaps of 6 tokens, the second span at the end
    const seen = new Map<string, number>();
    const random = numbers(2);
    for (let i = 0; i < 5000; i++) {
      const { ids } = corruptSpans(batchOf(sentence(8)), special, { ...how, rate: 0.25, meanLength: 1 }, random);
      const key = String(ids.indexOf(SENTINELS[0]));
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual(['2', '3', '4', '5', '6']);
    for (const times of seen.values()) expect(Math.abs(times / 5000 - 0.2)).toBeLessThan(0.03);
  });

  it('are none of a text of one token, and no more than there are sentinels for', () => {
    const short = corruptSpans(batchOf(sentence(1), sentence(0)), special, how, numbers(3));
    expect([...short.ids]).toEqual([...sentence(1), ...sentence(0)]);
    expect(part(short.target!.labels, short.target!.starts, 0)).toEqual([SENTINELS[0], special.sep]);
    const long = corruptSpans(batchOf(sentence(400)), special, { ...how, sentinels: [901, 902, 903] }, numbers(4));
    expect([...long.ids].filter((id) => id > 900 && id < 904)).toEqual([901, 902]);
  });
});
