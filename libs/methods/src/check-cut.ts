import { TlcError } from '#contracts';
import { type Cut, type LayerParts, type ModelConfig, layerParts } from '#families';

/** Refuses a cut that names what a model does not have, names it twice or in another order, or leaves nothing.
 * @throws TlcError PLUGIN_WRONG_RESULT; PLUGIN_REFUSED for layers that share their parameters, and for heads or neurons of a layer with Kronecker products, whose rows and
 * columns are blocks */
export function checkCut(config: ModelConfig, { layers, heads = {}, neurons = {} }: Cut): void {
  const all = layerParts(config);
  const byName = new Map(all.map((parts) => [parts.name, parts]));
  if (layers) {
    checkList('layers', layers, all.length);
    checkOwn(config, layers.length < all.length);
  }
  const each = (what: string, lists: Cut['heads'], countOf: (parts: LayerParts) => number) => {
    for (const [name, kept] of Object.entries(lists ?? {})) {
      const parts = byName.get(name);
      if (!parts) throw wrong(`${what} of ${name}, which is no layer of the model`);
      checkList(`${what} of ${name}`, kept, countOf(parts));
      checkWhole(config, name, kept.length < countOf(parts));
    }
  };
  each('heads', heads, (parts) => parts.heads);
  each('neurons', neurons, ({ inner }) => inner);
}

function checkOwn({ structure }: ModelConfig, isCut: boolean): void {
  if (!isCut || !structure?.shared) return;
  const message =
    'its layers share their parameters, so that fewer of them are no smaller: remove layers before they are shared';
  throw new TlcError('PLUGIN_REFUSED', message);
}

function checkWhole({ structure }: ModelConfig, layer: string, isCut: boolean): void {
  const product = Object.entries(structure?.forms ?? {}).find(
    ([linear, { kind }]) => kind === 'kronecker' && linear.startsWith(`${layer}.`),
  );
  if (!isCut || !product) return;
  const message = `${product[0]} is a Kronecker product, of which no rows or columns can be taken: remove heads and neurons before`;
  throw new TlcError('PLUGIN_REFUSED', message, { details: { layer: product[0] } });
}

function checkList(what: string, kept: readonly number[], count: number): void {
  const isRising = kept.every((index, i) => Number.isInteger(index) && index > (kept[i - 1] ?? -1) && index < count);
  if (isRising && kept.length > 0) return;
  const found = kept.length > 20 ? `${kept.length} numbers` : `[${kept.join(', ')}]`;
  throw wrong(`${what}: ${found}, expected one or more numbers below ${count}, rising`);
}

const wrong = (what: string) =>
  new TlcError('PLUGIN_WRONG_RESULT', `The method cuts ${what}.`, { details: { cut: what } });
