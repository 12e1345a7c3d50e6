import type { Head, Pooling } from '#families';
import type { ModelImportConfig } from './config.js';

/** The head of the imported model: a new one where the config asks for it. */
export function headOf({ labels, pooling, normalize }: ModelImportConfig, own: Head): Head {
  if (labels) return { kind: 'classification', labels };
  return pooling === undefined ? own : { kind: 'embeddings', pooling: [pooling as Pooling], normalize };
}
