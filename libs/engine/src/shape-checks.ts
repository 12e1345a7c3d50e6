import { TlcError } from '#contracts';
import type { Tensor, Tensor1D } from './backend.js';

/** An argument beside the shape it must have: a number is a size, a name stands for the same size wherever it is. */
export type Expected = readonly [tensor: Tensor, shape: readonly (number | string)[]];

/** Row numbers, token ids or labels: a typed array (cheapest: it is looked at on this side), or an int32 tensor. */
export type Indices = Int32Array | Tensor1D;

const shown = (sizes: readonly (number | string)[]) => `[${sizes.join(', ')}]`;

/** Refuses a call of an operation, naming it. */
export function refuse(operation: string, message: string, details?: Record<string, unknown>): never {
  throw new TlcError('ENGINE_WRONG_SHAPE', `${operation}: ${message}.`, { details: { operation, ...details } });
}

/**
 * Checks that the float32 arguments of an operation fit together, and returns the sizes that the names stand for:
 * `{ x: [x, ['rows', 'in']], weight: [weight, ['out', 'in']] }` asks that x has as many columns as weight has.
 * An argument that is null was left out and is not looked at.
 *
 * @throws ENGINE_WRONG_SHAPE with the operation and every shape.
 */
export function sizesOf(operation: string, expected: Record<string, Expected | null>): Record<string, number> {
  const sizes: Record<string, number> = {};
  for (const [name, argument] of Object.entries(expected)) {
    if (argument === null) continue;
    const [tensor, shape] = argument;
    const fits =
      tensor.dtype === 'float32' &&
      tensor.shape.length === shape.length &&
      shape.every((size, axis) => {
        if (typeof size === 'number') return tensor.shape[axis] === size;
        return (sizes[size] ??= tensor.shape[axis]) === tensor.shape[axis];
      });
    if (!fits) {
      const wanted = shape.map((size) => (size in sizes ? `${size} = ${sizes[size]}` : size));
      const shapes = Object.entries(expected).flatMap(([other, given]) => (given ? [[other, given[0].shape]] : []));
      const all = shapes.map(([other, given]) => `${other as string} ${shown(given as number[])}`).join(', ');
      refuse(
        operation,
        `${name} is ${tensor.dtype} ${shown(tensor.shape)}, expected float32 ${shown(wanted)} (${all})`,
        {
          shapes: Object.fromEntries(shapes),
        },
      );
    }
  }
  return sizes;
}

/**
 * The indices as a typed array, each from 0 to `below` − 1 or `except`.
 *
 * @throws ENGINE_WRONG_SHAPE when there are not `count` of them, or one lies outside.
 */
export function checkedIndices(
  operation: string,
  name: string,
  indices: Indices,
  below: number,
  count?: number,
  except?: number,
): Int32Array {
  if (!ArrayBuffer.isView(indices) && (indices.dtype !== 'int32' || indices.rank !== 1)) {
    refuse(operation, `${name} is ${indices.dtype} ${shown(indices.shape)}, expected int32 of rank 1`);
  }
  const values = ArrayBuffer.isView(indices) ? indices : (indices.dataSync() as Int32Array);
  checkWhole(operation, name, values);
  if (count !== undefined && values.length !== count) {
    refuse(operation, `${name} has ${values.length} values, expected ${count}`);
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if ((value < 0 || value >= below) && value !== except) {
      refuse(operation, `${name}[${i}] is ${value}, expected 0 to ${below - 1}`);
    }
  }
  return values;
}

/** Refuses a typed array of another kind, whose numbers may be fractions or NaN. */
export function checkWhole(operation: string, name: string, values: Int32Array): void {
  const kind = Object.prototype.toString.call(values).slice('[object '.length, -1);
  if (kind !== 'Int32Array') refuse(operation, `${name} is a ${kind}, expected an Int32Array`);
}

/** Refuses heads that the columns, `parts` vectors beside one another, cannot be cut into. */
export function checkHeads(operation: string, name: string, columns: number, parts: number, heads: number): void {
  if (!Number.isInteger(heads) || heads < 1 || columns % (parts * heads) !== 0) {
    const vectors = parts > 1 ? `${parts} x ` : '';
    refuse(operation, `${name} has ${columns} columns, expected a multiple of ${vectors}${heads} heads`);
  }
}

/** Refuses a tensor, of whatever shape, that is not of floats. */
export function checkFloat(operation: string, name: string, { dtype, shape }: Tensor): void {
  if (dtype !== 'float32') refuse(operation, `${name} is ${dtype} ${shown(shape)}, expected float32`);
}

/** Refuses a batch of no rows where a mean over them is asked for. */
export function checkSomeRows(operation: string, rows: number): void {
  if (rows === 0) refuse(operation, 'there are no rows, expected at least one');
}

/** Refuses a number outside [`least`, `below`), or one that is no number. */
export function checkedNumber(operation: string, name: string, value: number, least: number, below = Infinity): number {
  if (!(value >= least && value < below)) {
    refuse(
      operation,
      `${name} is ${value}, expected a number from ${least}${below < Infinity ? ` below ${below}` : ''}`,
    );
  }
  return value;
}
