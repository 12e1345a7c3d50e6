import type { StoredTensor } from '#artifacts';
import { TlcError } from '#contracts';
import type { FileDialect, ModelConfig } from '#families';
import { parameterName } from './tensor-names.js';

/** The tensors of a file by TLC's names. */
export interface NamedTensors {
  /** Those of parameters. */
  readonly own: ReadonlyMap<string, StoredTensor>;
  /** Copies of parameters, such as a decoder that is tied to the word embeddings, by their own names. */
  readonly copies: ReadonlyMap<string, StoredTensor>;
}

/** @throws TlcError MODEL_UNSUPPORTED for a tensor under two names */
export function namedTensors(
  stored: ReadonlyMap<string, StoredTensor>,
  dialect: FileDialect<ModelConfig>,
  path: string,
): NamedTensors {
  const { tied = {} } = dialect;
  const own = new Map<string, StoredTensor>();
  const copies = new Map<string, StoredTensor>();
  for (const [fileName, tensor] of stored) {
    const name = parameterName(dialect, fileName);
    if (name === undefined) continue;
    const target = name in tied ? copies : own;
    if (target.has(name)) {
      throw new TlcError('MODEL_UNSUPPORTED', `${path} has the tensor ${name} under two names.`, { details: { path } });
    }
    target.set(name, tensor);
  }
  // A file may hold a parameter by the name of its copy alone
  for (const [name, tensor] of copies) if (!own.has(tied[name])) own.set(tied[name], tensor);
  return { own, copies };
}
