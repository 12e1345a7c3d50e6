/* How NumPy makes a generator's state of a seed: O'Neill's seed_seq_fe, as numpy.random.SeedSequence has it. */
const POOL = 4;
const BITS = 16;

/** A hash whose constant changes with every word. */
function hashing(start: number, multiplier: number): (word: number) => number {
  let constant = start;
  return (word) => {
    let value = word ^ constant;
    constant = Math.imul(constant, multiplier);
    value = Math.imul(value, constant);
    return (value ^ (value >>> BITS)) >>> 0;
  };
}

function mix(x: number, y: number): number {
  const value = (Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)) | 0;
  return (value ^ (value >>> BITS)) >>> 0;
}

/** `count` words of 32 bits that follow from a seed.
 * @param seed a whole number from 0 to 2^53 - 1 */
export function seedWords(seed: number, count: number): number[] {
  const entropy = [seed >>> 0, Math.floor(seed / 2 ** 32)];
  const hash = hashing(0x43b0d7e5, 0x931e8875);
  const pool = Array.from({ length: POOL }, (_, i) => hash(entropy[i] ?? 0));
  for (let from = 0; from < POOL; from++) {
    for (let to = 0; to < POOL; to++) if (from !== to) pool[to] = mix(pool[to], hash(pool[from]));
  }
  const draw = hashing(0x8b51f9dd, 0x58f38ded);
  return Array.from({ length: count }, (_, i) => draw(pool[i % POOL]));
}
