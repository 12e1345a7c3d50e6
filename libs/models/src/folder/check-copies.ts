import { TlcError } from '#contracts';
import type { StoredTensor } from '#artifacts';
import type { FileDialect, ModelConfig } from '#families';
import type { NamedTensors } from './named-tensors.js';

/** Refuses a file in which what the config calls tied differs: which of the two the model should compute with is not for a
 * reader to guess.
 * @throws TlcError MODEL_CONTRADICTORY */
export function checkCopies({ own, copies }: NamedTensors, { tied = {} }: FileDialect<ModelConfig>, path: string): void {
  for (const [name, copy] of copies) {
    const parameter = own.get(tied[name]);
    if (!parameter || same(copy, parameter)) continue;
    const message = `${path}: ${name} differs from ${tied[name]}, though the two are one parameter by config.json (tie_word_embeddings)`;
    throw new TlcError('MODEL_CONTRADICTORY', message, { details: { path, tensor: name, parameter: tied[name] } });
  }
}

function same(one: StoredTensor, other: StoredTensor): boolean {
  if (one === other) return true;
  if (one.shape.join() !== other.shape.join() || one.dtype !== other.dtype) return false;
  const [a, b] = [one, other].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return a.equals(b);
}
