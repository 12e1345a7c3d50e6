import type { LinearOptions, Operations } from '../operations.js';
import { isKronecker, type Kronecker, kroneckerSizes } from './kronecker.js';
import { isLowRank, lowRank, type LowRank } from './low-rank.js';

/** How a linear layer is computed where that is not one product with one matrix. */
export type Form = LowRank | Kronecker;

/** A linear layer of any form, in the words of every reading. */
export function formed<V>(on: Operations<V>, layer: string, form: Form, x: V, out: number, options?: LinearOptions): V {
  return form.kind === 'low-rank'
    ? lowRank(on, layer, form, x, out, options)
    : on.kronecker(layer, x, kroneckerSizes(form, [out, on.widthOf(x)]), options);
}

/** Whether something is a form that a matrix [out, in] can have. */
export const isForm = (form: unknown, shape: readonly number[]): form is Form =>
  isLowRank(form, shape) || isKronecker(form, shape);

/** Forms that a matrix [out, in] can have, in words. */
export const formsOf = ([out, inputs]: readonly number[]): string =>
  `{ kind: low-rank, rank: 1 to ${Math.min(out, inputs)} } or { kind: kronecker, left: [a divisor of ${out}, a divisor of ${inputs}] }`;
