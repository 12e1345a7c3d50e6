import { TlcError } from '#contracts';
import type { ParameterShape } from '#families';
import type { Block } from './block.js';

/** That matrices are made up of whole blocks, or of whole groups of a pattern's inputs: what is left over at an edge no format of
 * such matrices holds.
 * @throws TlcError PLUGIN_REFUSED with the first matrix that is not */
export function checkDivides(
  parameters: Iterable<Pick<ParameterShape, 'name' | 'shape'>>,
  { rows, columns }: Block,
): void {
  for (const { name, shape } of parameters) {
    if (shape[0] % rows === 0 && shape[1] % columns === 0) continue;
    const message = `${name} [${shape.join(', ')}] is not made up of whole groups of ${rows} outputs by ${columns} inputs: name it in skip`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { name, shape: [...shape], rows, columns } });
  }
}
