import type { DataLook } from '#contracts';
import { PILOT_PIECES } from '../documents/pilot.js';
import type { Shape } from '../documents/sizes.js';
import type { StartModel } from '../documents/steps.js';

/** Vocabularies that are looked at, where the start has more. */
const VOCABULARIES = [1000, 2000, 3000, 4000, PILOT_PIECES, 8000, 12_000, 16_000, 24_000];

/** Bits of a weight that are looked at. */
export const BITS = [32, 8, 6, 5, 4, 3];

/** Tokens of a trimmed vocabulary for each character of the data, at least: characters stay whatever the size. */
const TOKENS_PER_CHARACTER = 3;

/** Of the layers this share is left at least: what pilots of half the layers say does not reach further. */
const LEAST_LAYERS = 1 / 3;

/** All that is looked at. */
export function shapesOf({ vocabulary, layers }: StartModel, { characters }: DataLook): Shape[] {
  const sizes = VOCABULARIES.filter((size) => size < vocabulary && size >= TOKENS_PER_CHARACTER * characters);
  const fewest = Math.max(1, Math.ceil(LEAST_LAYERS * layers));
  const depths = Array.from({ length: layers - fewest + 1 }, (_, i) => layers - i);
  return [...sizes, vocabulary].flatMap((size) =>
    depths.flatMap((depth) => BITS.map((bits) => ({ vocabulary: size, layers: depth, bits }))),
  );
}
