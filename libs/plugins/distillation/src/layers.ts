import { TlcError } from '#contracts';

/** The layers that a student keeps of its start, evenly spread: of twelve layers six are 0, 2, 4, 7, 9 and 11, as those of
 * DistilBERT are (Sanh et al. 2019, arXiv 1910.01108).
 * @param depth layers of the start
 * @throws TlcError PLUGIN_REFUSED where it has no more */
export function spreadLayers(depth: number, count: number): number[] {
  if (count < depth) {
    if (count === 1) return [0];
    return Array.from({ length: count }, (_, i) => Math.round((i * (depth - 1)) / (count - 1)));
  }
  throw new TlcError('PLUGIN_REFUSED', `the model has ${depth} layers, of which ${count} are to be kept`, {
    details: { layers: depth },
  });
}
