import type { ParameterShape, Role } from '#models';
import type { MagnitudePruningConfig } from './config.js';

/** Whether a parameter is one of those to prune. */
export function isPruned({ role }: { readonly role: Role }, { include }: MagnitudePruningConfig): boolean {
  return role === 'linear' || (role === 'embedding' && include === 'linear+embedding');
}

/** How many of `size` weights become zero. */
export const zerosOf = (size: number, sparsity: number): number => Math.round(size * sparsity);

export const sizeOf = ({ shape }: Pick<ParameterShape, 'shape'>): number =>
  shape.reduce((size, axis) => size * axis, 1);
