import { GREATEST_FLOAT16, LEAST_NORMAL_FLOAT16, fromFloat16, toFloat16 } from '#artifacts';
import { TlcError } from '#contracts';
import { type Codebook, type CodebookSpec, codebookSpec, groupStarts, levelCount } from '#families';
import { kMeans } from './k-means.js';
import { notFinite } from './project.js';
import { bestTernaryScale } from './ternary.js';

/**
 * A codebook for a tensor: by `kind` the centroids of k-means, the greatest magnitude of each group (nf4), or the scale of
 * least squared error (ternary).
 *
 * @param values in the order of files ([out, in] for a linear weight)
 * @param shape in files
 * @param sparse whether zeros stay zeros without a code: they then do not count
 * @throws TlcError MODEL_NOT_FINITE; CODEBOOK_OUT_OF_RANGE where 16-bit floats cannot hold it
 */
export function fitCodebook(
  values: Float32Array,
  shape: readonly number[],
  spec: CodebookSpec,
  sparse: boolean,
): Codebook {
  const greatest = greatestMagnitude(values);
  checkRange(greatest, spec);
  const starts = groupStarts(shape, spec);
  const groups = starts.length - 1;
  const isKMeans = spec.kind === 'k-means';
  const width = isKMeans ? levelCount(spec) : 1;
  const fitted = new Float32Array(groups * width);
  for (let group = 0; group < groups; group++) {
    const all = values.subarray(starts[group], starts[group + 1]);
    if (isKMeans) {
      const kept = sparse ? all.filter((value) => value !== 0) : all.slice();
      fitted.set(kMeans(kept.sort(), width), group * width);
    } else fitted[group] = spec.kind === 'nf4' ? greatestMagnitude(all) : bestTernaryScale(all);
  }
  return { ...codebookSpec(spec), values: inPrecision(fitted, spec) };
}

/** A codebook of k-means with these centroids [groups, 2^bits], in whatever order within a group. */
export function codebookOf(spec: CodebookSpec, centroids: Float32Array): Codebook {
  const rising = centroids.slice();
  const width = levelCount(spec);
  for (let from = 0; from < rising.length; from += width) rising.subarray(from, from + width).sort();
  return { ...codebookSpec(spec), values: inPrecision(rising, spec) };
}

/** Numbers as files hold them; no negative zeros. */
export function inPrecision(numbers: Float32Array, { precision }: CodebookSpec): Float32Array {
  const held = precision === 'float16' ? fromFloat16(toFloat16(numbers)) : numbers;
  for (let i = 0; i < held.length; i++) held[i] += 0;
  return held;
}

/** @throws TlcError MODEL_NOT_FINITE */
export function greatestMagnitude(values: Float32Array): number {
  let greatest = 0;
  for (let i = 0; i < values.length; i++) {
    const magnitude = Math.abs(values[i]);
    if (magnitude > greatest) greatest = magnitude;
    else if (magnitude !== magnitude) notFinite(values[i]);
  }
  if (greatest === Infinity) notFinite(greatest);
  return greatest;
}

/** Beyond the greatest 16-bit float weights would become infinite, and where all are below the least one with all its digits,
 * the whole tensor would lose digits. */
function checkRange(greatest: number, { precision }: CodebookSpec): void {
  if (precision !== 'float16' || greatest === 0) return;
  if (greatest <= GREATEST_FLOAT16 && greatest >= LEAST_NORMAL_FLOAT16) return;
  const limit = greatest > 1 ? `at most ${GREATEST_FLOAT16}` : `at least ${LEAST_NORMAL_FLOAT16}`;
  const message = `The greatest magnitude of the weights is ${greatest}, expected ${limit} for a codebook of 16-bit floats.`;
  throw new TlcError('CODEBOOK_OUT_OF_RANGE', message, { details: { greatest } });
}
