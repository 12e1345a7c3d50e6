import { TlcError } from '#contracts';
import type { ModelShape } from '#families';

/** That an earlier state of a model has its very weights, to which it can be rewound.
 * @throws TlcError PLUGIN_REFUSED with the first weight that is missing or of another shape */
export function checkRewind({ parameters }: ModelShape, early: ModelShape): void {
  const shapes = new Map(early.parameters.map(({ name, shape }) => [name, shape.join(', ')]));
  for (const { name, shape } of parameters) {
    const [found, wanted] = [shapes.get(name), shape.join(', ')];
    if (found === wanted) continue;
    const what = found === undefined ? `no ${name}` : `${name} [${found}], not [${wanted}]`;
    const message = `rewind: the model to rewind to has ${what}. Give the step an earlier state of the same model`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { field: 'rewind', name } });
  }
}
