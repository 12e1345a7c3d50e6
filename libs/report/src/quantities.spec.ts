import { expect, it } from '@jest/globals';
import { bytes, count, duration, measured } from './quantities.js';

it.each([
  [bytes(0), '0 B'],
  [bytes(999), '999 B'],
  [bytes(1000), '1.00 kB'],
  [bytes(999_499), '999 kB'],
  [bytes(999_600), '1.00 MB'],
  [bytes(2_130_000), '2.13 MB'],
  [bytes(84e9), '84.0 GB'],
  [count(512), '512'],
  [count(5_273_090), '5.27 M'],
  [duration(0.44), '0.4 s'],
  [duration(59.4), '59 s'],
  [duration(75), '1 min 15 s'],
  [duration(120), '2 min'],
  [duration(3725), '1 h 2 min'],
  [measured({ name: 'accuracy', value: 700 / 872, signature: '' }), '80.28 %'],
  [measured({ name: 'latency', value: 0.6243, unit: 'ms', signature: '' }), '0.624 ms'],
  [measured({ name: 'bleu', value: 27.456, signature: '' }), '27.46'],
  [measured({ name: 'matthews', value: 0.5, signature: '' }), '0.5000'],
])('%s is %s', (shown, expected) => expect(shown).toBe(expected));
