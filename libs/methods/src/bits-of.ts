import type { ParameterShape } from '#families';

/** Bits of a weight, by keys that methods share: embeddings may have their own. */
export const bitsOf = (
  role: ParameterShape['role'],
  { bits, embedding_bits: ofEmbeddings = bits }: { readonly bits: number; readonly embedding_bits?: number },
): number => (role === 'embedding' ? ofEmbeddings : bits);
