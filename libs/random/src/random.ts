import { createHash } from 'node:crypto';
import { TlcError } from '#contracts';
import { xoshiro128 } from './xoshiro128.js';

/**
 * A stream of random numbers that its seed decides, on any machine: `xoshiro128`, whose first state is the SHA-256 of the
 * seed and of the names that it was derived by, so that streams of different names have nothing to do with each other.
 */
export interface Random {
  /** A stream of its own, decided by this one's seed and the names alone, not by what this one has given so far. */
  derive(...names: readonly (string | number)[]): Random;
  /** The next 32 bits, from 0 to 2³² − 1. */
  uint32(): number;
  /** A multiple of 2⁻³² in [0, 1). */
  uniform(): number;
  /** A whole number from 0 to below − 1, each as likely; `below` is from 1 to 2³². */
  integer(below: number): number;
  /** Normally distributed with mean 0 and deviation 1. */
  normal(): number;
  /** `size` normally distributed numbers with mean 0. */
  normals(size: number, deviation: number): Float32Array;
  /** The numbers 0 to size − 1 in random order, each order as likely. */
  permutation(size: number): Int32Array;
}

/** @param seed any finite number; equal seeds give equal streams */
export function random(seed: number): Random {
  return stream([seed]);
}

function stream(path: readonly (string | number)[]): Random {
  const digest = createHash('sha256').update(JSON.stringify(path)).digest();
  const uint32 = xoshiro128(Int32Array.from({ length: 4 }, (_, i) => digest.readInt32LE(4 * i)));

  const uniform = () => uint32() / 2 ** 32;
  // Numbers past the last whole multiple of `below` are drawn again: the others are equally likely
  const integer = (below: number) => {
    if (!(below >= 1 && below <= 2 ** 32)) {
      const message = `random: below is ${below}, expected a number from 1 to 2³².`;
      throw new TlcError('ENGINE_WRONG_SHAPE', message, { details: { operation: 'random' } });
    }
    const end = 2 ** 32 - (2 ** 32 % below);
    let drawn = uint32();
    while (drawn >= end) drawn = uint32();
    return drawn % below;
  };
  // Box and Muller, 1958; 1 − uniform is never 0
  const radius = () => Math.sqrt(-2 * Math.log(1 - uniform()));
  const angle = () => 2 * Math.PI * uniform();

  return {
    derive: (...names) => stream([...path, ...names]),
    uint32,
    uniform,
    integer,
    normal: () => radius() * Math.cos(angle()),
    normals: (size, deviation) => {
      const values = new Float32Array(size);
      for (let i = 0; i < size; i += 2) {
        const [length, direction] = [deviation * radius(), angle()];
        values[i] = length * Math.cos(direction);
        values[i + 1] = length * Math.sin(direction);
      }
      return values;
    },
    // Fisher and Yates
    permutation: (size) => {
      const order = Int32Array.from({ length: size }, (_, i) => i);
      for (let i = size - 1; i > 0; i--) {
        const j = integer(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}
