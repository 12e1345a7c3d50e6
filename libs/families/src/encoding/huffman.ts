/** Longest code: a table of all codes then has 2^15 entries at most, and a length takes four bits. */
export const LONGEST_CODE = 15;

/** Bits that are looked at together at least, so that most pairs of frequent symbols are among them. */
const PAIR_BITS = 12;

/** A symbol and how often it occurs, or several symbols whose counts are added up. */
interface Package {
  readonly count: number;
  readonly symbols: readonly number[];
}

const byCount = (a: Package, b: Package) => a.count - b.count;

/**
 * Code lengths for which `sum(counts * lengths)` is least among all prefix codes of at most `longest` bits: package-merge
 * (Larmore and Hirschberg 1990, "A fast algorithm for optimal length-limited Huffman codes"). A symbol that does not occur
 * has length 0, a single one length 1.
 *
 * @param counts of each symbol, at most 2^longest of them
 */
export function codeLengths(counts: ArrayLike<number>, longest = LONGEST_CODE): Uint8Array {
  const lengths = new Uint8Array(counts.length);
  const leaves: Package[] = [];
  for (let symbol = 0; symbol < counts.length; symbol++) {
    if (counts[symbol] > 0) leaves.push({ count: counts[symbol], symbols: [symbol] });
  }
  leaves.sort(byCount);
  if (leaves.length === 1) lengths[leaves[0].symbols[0]] = 1;
  if (leaves.length < 2) return lengths;
  let packages: Package[] = [];
  for (let level = 0; level < longest; level++) packages = [...leaves, ...pairs(packages)].sort(byCount);
  for (const { symbols } of packages.slice(0, 2 * leaves.length - 2)) for (const symbol of symbols) lengths[symbol]++;
  return lengths;
}

function pairs(packages: readonly Package[]): Package[] {
  return Array.from({ length: packages.length >> 1 }, (_, i) => {
    const [a, b] = [packages[2 * i], packages[2 * i + 1]];
    return { count: a.count + b.count, symbols: [...a.symbols, ...b.symbols] };
  });
}

/** How often each of `alphabet` symbols occurs. */
export function countSymbols(symbols: Uint8Array, alphabet: number): Float64Array {
  const counts = new Float64Array(alphabet);
  for (let i = 0; i < symbols.length; i++) counts[symbols[i]]++;
  return counts;
}

/** Bytes that symbols take in codes of these lengths. */
export function huffmanBytes(counts: ArrayLike<number>, lengths: Uint8Array): number {
  return Math.ceil(lengths.reduce((sum, length, symbol) => sum + length * counts[symbol], 0) / 8);
}

/** Whether some prefix code has these lengths: none too long, and room for each (Kraft 1949), with none of it left over
 * but where there is one symbol alone, or none. */
export function areCodeLengths(lengths: Uint8Array): boolean {
  if (lengths.some((length) => length > LONGEST_CODE)) return false;
  const used = lengths.filter((length) => length > 0);
  if (used.length < 2) return used.every((length) => length === 1);
  return used.reduce((sum, length) => sum + 2 ** -length, 0) === 1;
}

/** The code of each symbol, its first bit the lowest: codes of one length follow each other in the order of symbols, and
 * shorter ones come first (the canonical code, as RFC 1951, section 3.2.2, has it). */
function canonicalCodes(lengths: Uint8Array): Uint16Array {
  const codes = new Uint16Array(lengths.length);
  let next = 0;
  for (let length = 1; length <= LONGEST_CODE; length++, next *= 2) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      if (lengths[symbol] === length) codes[symbol] = reversed(next++, length);
    }
  }
  return codes;
}

function reversed(bits: number, length: number): number {
  let result = 0;
  for (let i = 0; i < length; i++) result |= ((bits >> i) & 1) << (length - 1 - i);
  return result;
}

/** The codes of symbols one after another, lowest bit first. */
export function packHuffman(symbols: Uint8Array, lengths: Uint8Array): Uint8Array {
  const codes = canonicalCodes(lengths);
  const packed = new Uint8Array(huffmanBytes(countSymbols(symbols, lengths.length), lengths));
  let held = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < symbols.length; i++) {
    held |= codes[symbols[i]] << count;
    count += lengths[symbols[i]];
    while (count >= 8) {
      packed[at++] = held;
      held >>>= 8;
      count -= 8;
    }
  }
  if (count > 0) packed[at] = held;
  return packed;
}

/**
 * The opposite of `packHuffman`.
 *
 * @param lengths for which `areCodeLengths`
 * @param most how many symbols there are at most: fewer come back where the bytes end before
 */
export function unpackHuffman(packed: Uint8Array, lengths: Uint8Array, most: number): Uint8Array {
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  if (longest === 0) return new Uint8Array(0);
  const width = Math.max(longest, PAIR_BITS);
  const table = lookup(lengths, width);
  const all = (1 << width) - 1;
  const symbols = new Uint8Array(Math.min(most, 8 * packed.length));
  let held = 0;
  let known = 0;
  let at = 0;
  let count = 0;
  // Two symbols at a look where they are short, as long as there are bits and room for sure
  const two = pairsOf(table, width);
  const safe = symbols.length - 32;
  while (count < safe && at + 4 <= packed.length) {
    for (; known <= 23; known += 8) held |= packed[at++] << known;
    while (known >= width) {
      const entry = two[held & all];
      symbols[count] = entry;
      symbols[count + 1] = entry >> 8;
      count += entry >> 20;
      const length = (entry >> 16) & 15;
      held >>>= length;
      known -= length;
    }
  }
  for (let left = 8 * (packed.length - at) + known; count < symbols.length; count++) {
    for (; known < width; known += 8) held |= packed[at++] << known;
    const entry = table[held & all];
    left -= entry & 15;
    if (left < 0) break;
    symbols[count] = entry >> 4;
    held >>>= entry & 15;
    known -= entry & 15;
  }
  return count === symbols.length ? symbols : symbols.slice(0, count);
}

/** For all `width` bits that may follow, the symbol whose code they begin with, above its length in the lowest four bits. */
function lookup(lengths: Uint8Array, width: number): Uint16Array {
  const codes = canonicalCodes(lengths);
  const table = new Uint16Array(1 << width);
  // A symbol that is alone has either bit
  const isAlone = lengths.reduce((sum, length) => sum + length, 0) === 1;
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    if (lengths[symbol] === 0) continue;
    for (let bits = codes[symbol]; bits < table.length; bits += isAlone ? 1 : 1 << lengths[symbol]) {
      table[bits] = (symbol << 4) | lengths[symbol];
    }
  }
  return table;
}

/** The same with the symbol after it, where its code lies in the bits, too: [first, second, bits of both, how many] from the
 * lowest bits on, in 8, 8, 4 and 2 bits. */
function pairsOf(table: Uint16Array, width: number): Uint32Array {
  const pairs = new Uint32Array(table.length);
  for (let bits = 0; bits < table.length; bits++) {
    const first = table[bits];
    const length = first & 15;
    const second = table[bits >> length];
    const both = length + (second & 15);
    pairs[bits] =
      both > width
        ? (first >> 4) | (length << 16) | (1 << 20)
        : (first >> 4) | ((second >> 4) << 8) | (both << 16) | (2 << 20);
  }
  return pairs;
}
