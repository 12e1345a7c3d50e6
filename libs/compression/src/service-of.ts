import type { CompressionKind } from './plugin.js';

/** The service whose queue takes the jobs of a kind of plugin. */
export function serviceOf(kind: CompressionKind): 'pruning' | 'quantization' {
  return kind === 'quantization' ? 'quantization' : 'pruning';
}
