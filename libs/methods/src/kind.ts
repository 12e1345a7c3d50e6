/** What a method does; it decides the service that runs it: `quantization` for number formats, `pruning` for all that
 * removes. */
export type CompressionKind = 'pruning' | 'quantization' | 'factorization' | 'sharing' | 'distillation';

export const COMPRESSION_KINDS: readonly CompressionKind[] = [
  'pruning',
  'quantization',
  'factorization',
  'sharing',
  'distillation',
];

/** The service whose queue takes the jobs of a kind of plugin. */
export function serviceOf(kind: CompressionKind): 'pruning' | 'quantization' {
  return kind === 'quantization' ? 'quantization' : 'pruning';
}
