import { TlcError, wrongValue } from '#contracts';
import type { LayerDroppingConfig } from './config.js';

/** The layers that are left of `depth`, rising.
 * @throws TlcError PLUGIN_REFUSED where none would be left; CONFIG_WRONG_VALUE for a layer that the model does not have, or
 * where so many of every other one are not there */
export function keptLayers(depth: number, config: LayerDroppingConfig): number[] {
  const dropped = new Set(config.layers ?? droppedLayers(depth, config.count!, config.strategy));
  const outside = [...dropped].find((layer) => layer >= depth);
  if (outside !== undefined) throw wrongValue('layers', outside, `a layer of the model, from 0 to ${depth - 1}`);
  const kept = Array.from({ length: depth }, (_, layer) => layer).filter((layer) => !dropped.has(layer));
  if (kept.length > 0) return kept;
  throw new TlcError('PLUGIN_REFUSED', `the model has ${depth} layers, of which none would be left`, {
    details: { layers: depth },
  });
}

/** The strategies of Sajjad et al. (2020, arXiv 2004.03844, section 3.1); they count layers from 1. */
function droppedLayers(depth: number, count: number, strategy: string): number[] {
  if (count >= depth) return Array.from({ length: depth }, (_, layer) => layer);
  const from = (first: number, step = 1) => Array.from({ length: count }, (_, i) => first + i * step);
  switch (strategy) {
    case 'bottom':
      return from(0);
    case 'symmetric':
      return from(Math.ceil((depth - count) / 2));
    case 'odd-alternate':
      return everyOther(depth, count, depth - 2);
    case 'even-alternate':
      return everyOther(depth, count, depth - 1);
    default:
      return from(depth - count);
  }
}

/** Every other layer from the highest on down. */
function everyOther(depth: number, count: number, highest: number): number[] {
  const most = Math.floor(highest / 2) + 1;
  if (count > most) throw wrongValue('count', count, `at most ${most}: every other one of ${depth} layers`);
  return Array.from({ length: count }, (_, i) => highest - 2 * i);
}
