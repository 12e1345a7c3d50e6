import type { StoredTensor } from '#artifacts';
import { TlcError } from '#contracts';
import type { OpenFolder } from '#families';

/** Refuses a folder in which what the config calls tied differs: which of the two the model should compute with is not for
 * a reader to guess.
 * @throws TlcError MODEL_CONTRADICTORY */
export async function checkCopies({ names, family, weights, path }: OpenFolder): Promise<void> {
  const { tied = {} } = family.files;
  for (const [name, fileName] of names.copies) {
    const parameter = names.own.get(tied[name]);
    if (parameter === undefined || parameter === fileName) continue;
    if (same(await weights.read(fileName), await weights.read(parameter))) continue;
    const message = `${path}: ${name} differs from ${tied[name]}, though the two are one parameter by config.json (tie_word_embeddings)`;
    throw new TlcError('MODEL_CONTRADICTORY', message, { details: { path, tensor: name, parameter: tied[name] } });
  }
}

function same(one: StoredTensor, other: StoredTensor): boolean {
  if (one.shape.join() !== other.shape.join() || one.dtype !== other.dtype) return false;
  const [a, b] = [one, other].map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  return a.equals(b);
}
