import { linearCost } from '#costs';
import { factorNames } from '../forms/factors.js';
import { type KroneckerSizes, rightFirst } from '../forms/kronecker.js';
import type { LinearOptions } from '../operations.js';
import type { Ledger } from './ledger.js';
import type { CountedValue } from './value.js';

/** A linear layer that is a Kronecker product: two products, each on several parts of every row, and the transpositions that lie
 * between them. */
export function countKronecker(
  ledger: Ledger,
  name: string,
  x: CountedValue,
  sizes: KroneckerSizes,
  { bias = true, activation }: LinearOptions = {},
): CountedValue {
  const { left, right } = factorNames(name);
  const [[m1, n1], [m2, n2]] = [sizes.left, sizes.right];
  ledger.parameter(`${left}.weight`, 'linear', sizes.left);
  ledger.parameter(`${right}.weight`, 'linear', sizes.right);
  if (bias) ledger.parameter(`${name}.bias`, 'bias', [m1 * m2]);
  const product = (input: CountedValue, parts: number, [out, inputs]: readonly [number, number]) => {
    const load = ledger.load(input);
    const { kept, multiplyAdds, ...cost } = linearCost(inputs, out, 'none', { ...load, rows: parts * load.rows });
    ledger.charge(input, { ...cost, kept: parts * kept, multiplyAdds: parts * multiplyAdds }, { x: input });
    return ledger.make(input.rows, parts * out);
  };
  const turned = ({ rows, width }: CountedValue) => ledger.make(rows, width);
  const y = rightFirst(sizes)
    ? turned(product(turned(product(x, n1, [m2, n2])), m2, [m1, n1]))
    : product(turned(product(turned(x), n2, [m1, n1])), m1, [m2, n2]);
  if (activation) ledger.keep(y);
  return y;
}
