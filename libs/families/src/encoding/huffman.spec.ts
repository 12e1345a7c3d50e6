import { describe, expect, it } from '@jest/globals';
import { areCodeLengths, codeLengths, countSymbols, huffmanBytes, packHuffman, unpackHuffman } from './huffman.js';

/** Bits for each symbol of a distribution. */
const meanLength = (counts: readonly number[], longest?: number) => {
  const total = counts.reduce((a, b) => a + b, 0);
  return codeLengths(counts, longest).reduce((sum, length, i) => sum + length * counts[i], 0) / total;
};

/** The sum of all inner nodes of the tree that Huffman's own rule makes (1952): joining the two least, again and again. */
function byJoining(counts: readonly number[]): number {
  const nodes = counts.filter((count) => count > 0);
  let sum = 0;
  while (nodes.length > 1) {
    nodes.sort((a, b) => b - a);
    const joined = nodes.pop()! + nodes.pop()!;
    sum += joined;
    nodes.push(joined);
  }
  return sum;
}

/** Whole numbers that spread over several powers of two. */
const counts = (seed: number, length: number) =>
  Array.from({ length }, (_, i) => Math.floor(2 ** (9 * Math.abs(Math.sin(seed * 37 + i * 1.7)))) - 1);

describe('code lengths', () => {
  it('are those of a textbook', () => {
    // Cover and Thomas, Elements of Information Theory, example 5.6.1: five symbols take 2.3 bits each
    expect(meanLength([25, 25, 20, 15, 15])).toBeCloseTo(2.3, 12);
    expect([...codeLengths([40, 35, 20, 5])]).toEqual([1, 2, 3, 3]);
  });

  it('are as short together as those of a tree, where no limit holds', () => {
    for (let seed = 0; seed < 50; seed++) {
      const own = counts(seed, 2 + ((seed * 7) % 60));
      const sum = codeLengths(own).reduce((all, length, i) => all + length * own[i], 0);
      expect(sum).toBe(own.filter(Boolean).length === 1 ? own.find(Boolean) : byJoining(own));
    }
  });

  it('keep the limit and lose little by it', () => {
    const fibonacci = [1, 1];
    while (fibonacci.length < 25) fibonacci.push(fibonacci.at(-1)! + fibonacci.at(-2)!);
    expect(Math.max(...codeLengths(fibonacci))).toBe(15);
    expect(Math.max(...codeLengths(fibonacci, 5))).toBe(5);
    expect(areCodeLengths(codeLengths(fibonacci))).toBe(true);
    const lost = meanLength(fibonacci) - byJoining(fibonacci) / fibonacci.reduce((a, b) => a + b, 0);
    expect(lost).toBeGreaterThan(0);
    expect(lost).toBeLessThan(0.056);
  });

  it('of nothing and of one symbol', () => {
    expect([...codeLengths([0, 0])]).toEqual([0, 0]);
    expect([...codeLengths([0, 9])]).toEqual([0, 1]);
  });

  it.each([
    [[0, 0], true],
    [[0, 1], true],
    [[1, 1], true],
    [[1, 2, 2], true],
    [[0, 2], false],
    [[1, 1, 1], false],
    [[1, 2], false],
    [[16, 1], false],
  ])('%p: a prefix code has them: %p', (lengths, are) => {
    expect(areCodeLengths(Uint8Array.from(lengths))).toBe(are);
  });
});

describe('packed codes', () => {
  it('lie lowest bit first, the canonical code of RFC 1951: lengths 2 1 3 3 are 10, 0, 110, 111', () => {
    // B A D C A: 0 10 111 110 0, first bit lowest
    expect([...packHuffman(Uint8Array.of(1, 0, 3, 2, 1), Uint8Array.of(2, 1, 3, 3))]).toEqual([0b11111010, 0b00]);
  });

  it('come back, whatever their number', () => {
    for (let seed = 0; seed < 40; seed++) {
      const alphabet = 1 + ((seed * 13) % 256);
      const symbols = Uint8Array.from({ length: seed * 29 }, (_, i) => Math.floor(alphabet * Math.sin(i + seed) ** 8));
      const own = countSymbols(symbols, alphabet);
      const lengths = codeLengths(own);
      const packed = packHuffman(symbols, lengths);
      expect(packed.length).toBe(huffmanBytes(own, lengths));
      expect(unpackHuffman(packed, lengths, symbols.length)).toEqual(symbols);
    }
  });

  it('give what there is where the bytes end before', () => {
    const lengths = Uint8Array.of(2, 2, 2, 2);
    expect([...unpackHuffman(Uint8Array.of(0), lengths, 9)]).toEqual([0, 0, 0, 0]);
    expect([...unpackHuffman(Uint8Array.of(0), Uint8Array.of(3, 3, 3, 3, 3, 3, 3, 3), 9)]).toEqual([0, 0]);
    expect([...unpackHuffman(Uint8Array.of(), Uint8Array.of(0, 0), 9)]).toEqual([]);
    expect([...unpackHuffman(new Uint8Array(9).fill(255), Uint8Array.of(0, 1), 99)]).toEqual(new Array(72).fill(1));
  });
});
