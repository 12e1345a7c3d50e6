import { type ModelShape, type ParameterShape, encodedBytes, hasCodes } from '#families';

/** What a step undoes of those before it, a sentence each: zeros that are no longer kept, weights that leave their grid
 * or codebook, weights that take more bytes than before. */
export function undoneBy(before: ModelShape, after: ModelShape): readonly string[] {
  const left = new Map(after.parameters.map((parameter) => [parameter.name, parameter]));
  const losing = (was: (parameter: ParameterShape) => boolean, is: (now: ParameterShape | undefined) => boolean) =>
    before.parameters.filter((parameter) => was(parameter) && !is(left.get(parameter.name)));
  const zeros = losing(
    ({ encoding }) => encoding?.sparse === true,
    (now) => now?.encoding?.sparse === true,
  );
  const grids = losing(
    ({ encoding }) => hasCodes(encoding),
    (now) => hasCodes(now?.encoding),
  );
  const grown = before.parameters.filter((parameter) => {
    const now = left.get(parameter.name);
    return now !== undefined && bytesOf(now) > bytesOf(parameter);
  });
  return [
    ...said(zeros, 'will lose zeros in later training, which undoes pruning'),
    ...said(grids, 'will be float32 again, which undoes quantization'),
    ...said(grown, 'will take more bytes than before'),
  ];
}

/** `bert.pooler.dense.weight and 3 other weights` and what becomes of them. */
function said(parameters: readonly ParameterShape[], what: string): string[] {
  const [first, ...others] = parameters.map(({ name }) => name);
  if (first === undefined) return [];
  return [`${first}${others.length > 0 ? ` and ${others.length} other weights` : ''} ${what}`];
}

const bytesOf = ({ shape, encoding, nonZeros, streams }: ParameterShape): number =>
  encodedBytes(shape, encoding, nonZeros, streams);
