import { expect, it } from '@jest/globals';
import type { CodebookSpec } from './codebook.js';
import { gapsOf, GAP_SYMBOLS } from './gaps.js';
import { codeLengths, countSymbols, huffmanBytes } from './huffman.js';
import { mostStreams } from './streams.js';

const spec = (kind: CodebookSpec['kind'], bits: number): CodebookSpec => ({
  kind,
  bits,
  granularity: 'tensor',
  precision: 'float16',
  coding: 'huffman',
});

const bytesOf = (symbols: Uint8Array, alphabet: number) => {
  const counts = countSymbols(symbols, alphabet);
  return huffmanBytes(counts, codeLengths(counts));
};

/** Which of 20,000 values are not zero: spread in several ways. */
const SPREADS: Record<string, (i: number) => boolean> = {
  none: () => false,
  all: () => true,
  'one in 2': (i) => i % 2 === 0,
  'one in 1000': (i) => i % 1000 === 999,
  'a block': (i) => i < 5000,
  'blocks of growing gaps': (i) => Math.sqrt(i) % 1 < 0.02,
  'six in ten, at random': (i) => (Math.sin(i * 78.233) * 43758.5453 + 1e6) % 1 < 0.6,
  'one in ten, at random': (i) => (Math.sin(i * 78.233) * 43758.5453 + 1e6) % 1 < 0.1,
  'ever rarer': (i) => (Math.sin(i * 12.9898) * 43758.5453 + 1e6) % 1 < 1 / (1 + i / 100),
};

it.each(Object.keys(SPREADS))('gaps take no more bytes than foretold: %s', (name) => {
  const values = Float32Array.from({ length: 20_000 }, (_, i) => Number(SPREADS[name](i)));
  const kept = values.filter(Boolean).length;
  const most = mostStreams(values.length, spec('k-means', 4), true, kept).gaps!;
  const real = bytesOf(gapsOf(values), GAP_SYMBOLS);
  expect(real).toBeLessThanOrEqual(most);
  // Of values at random the bound is near
  if (name.includes('random')) expect(most / real).toBeLessThan(1.15);
});

it.each([
  ['k-means', 2],
  ['k-means', 5],
  ['nf4', 4],
  ['ternary', 2],
] as const)('codes take no more bytes than foretold: %s of %i bits', (kind, bits) => {
  const alphabet = kind === 'ternary' ? 3 : 2 ** bits;
  for (const power of [0, 1, 3, 20]) {
    const codes = Uint8Array.from({ length: 9999 }, (_, i) => Math.floor(alphabet * ((i * 0.618) % 1) ** (1 + power)));
    const { codes: most, gaps } = mostStreams(codes.length, spec(kind, bits), false, codes.length);
    expect(bytesOf(codes, alphabet)).toBeLessThanOrEqual(most);
    expect(gaps).toBeUndefined();
  }
});
