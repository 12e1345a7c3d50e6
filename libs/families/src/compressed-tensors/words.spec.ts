import { expect, it } from '@jest/globals';
import { packColumns, packRows, unpackColumns, unpackRows } from './words.js';

/** Signed values as unsigned codes. */
const codes = (bits: number, values: readonly number[]) => Uint8Array.from(values, (value) => value + 2 ** (bits - 1));

// By compressed-tensors 0.20.0: pack_to_int32(torch.tensor(values, dtype=torch.int8), bits)
it.each([
  [4, 9, [-8, -7, -6, -5, -4, -3, -2, -1, 7], [1985229328, 15]],
  [3, 12, [-4, 3, 2, 1, 0, -1, -2, -3, 3, 2, 1, -4], [1999227832, 1]],
  [5, 8, [-16, 15, 3, -1, 7, -8, 2, 9], [-1854418976, 204]],
  [4, 4, [0, 1, 2, 3, -1, -2, -3, -4], [47768, 17767]],
])('packs %i bits of rows of %i as compressed-tensors does', (bits, columns, values, words) => {
  expect([...packRows(codes(bits, values), columns, bits).data]).toEqual(words);
  expect(unpackRows(Int32Array.from(words), columns, bits)).toEqual(codes(bits, values));
});

// pack_to_int32(torch.tensor([[-8, 7], [0, 1], [3, -3]], dtype=torch.int8), 4, packed_dim=0)
it('packs zero points down the columns', () => {
  const { data, words } = packColumns(codes(4, [-8, 7, 0, 1, 3, -3]), 2, 4);
  expect([words, ...data]).toEqual([1, 2944, 1439]);
  expect(unpackColumns(Int32Array.of(2944, 1439), 3, 2, 4)).toEqual(codes(4, [-8, 7, 0, 1, 3, -3]));
});
