import { chooseParameters, type SparsityCut } from '#methods';
import { type ModelShape, type ParameterShape, sizeOf } from '#families';
import type { RiglConfig } from './config.js';

/** The cuts by which a model begins: one for each matrix.
 * @throws what `chooseParameters` throws */
export function startingCuts(shape: Pick<ModelShape, 'parameters'>, config: RiglConfig): readonly SparsityCut[] {
  const chosen = chooseParameters(shape, config);
  const densities = config.distribution === 'erk' ? erk(chosen, config.sparsity) : undefined;
  return chosen.map(({ name }) => ({
    names: [name],
    sparsity: densities ? 1 - densities.get(name)! : config.sparsity,
  }));
}

/** The density of each matrix: in proportion to (in + out) / (in · out), so that those of more inputs and outputs are sparser
 * (Erdős-Rényi-Kernel, Evci et al. 2020, arXiv 1911.11134, section 3, after Mocanu et al. 2018). Matrices that would have more than
 * all of their weights are dense, and the others bear what they do not. */
export function erk(
  matrices: readonly Pick<ParameterShape, 'name' | 'shape'>[],
  sparsity: number,
): ReadonlyMap<string, number> {
  const raw = matrices.map(({ name, shape: [out, inputs] }) => ({
    name,
    size: sizeOf([out, inputs]),
    share: (out + inputs) / (out * inputs),
  }));
  const dense = new Set<string>();
  for (;;) {
    const left = raw.filter(({ name }) => !dense.has(name));
    const all = raw.reduce((sum, { size }) => sum + size, 0);
    const whole = all - left.reduce((sum, { size }) => sum + size, 0);
    const scale = ((1 - sparsity) * all - whole) / left.reduce((sum, { size, share }) => sum + size * share, 0);
    const over = left.filter(({ share }) => share * scale > 1);
    if (over.length === 0) {
      return new Map(raw.map(({ name, share }) => [name, dense.has(name) ? 1 : share * scale]));
    }
    const most = Math.max(...over.map(({ share }) => share));
    for (const { name, share } of over) if (share === most) dense.add(name);
  }
}
