// In a realm such as Jest's, each look at a global costs a hundred times more than the product
const { imul } = Math;

/**
 * The generator xoshiro128** 1.1 of Blackman and Vigna, 2018, arXiv 1805.01407, https://prng.di.unimi.it: a function that
 * gives the next 32 bits, from 0 to 2³² − 1.
 *
 * @param state four words, not all 0; changed by every call
 */
export function xoshiro128(state: Int32Array): () => number {
  return () => {
    const rotated = imul(state[1], 5);
    const result = imul((rotated << 7) | (rotated >>> 25), 9) >>> 0;
    const shifted = state[1] << 9;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= shifted;
    state[3] = (state[3] << 11) | (state[3] >>> 21);
    return result;
  };
}
