import type { ParameterShape } from '#models';

/** Where in the model a parameter is: before the layers, in one of them, or after them. */
export function placeOf({ name, role }: ParameterShape): 'embeddings' | 'layers' | 'head' {
  if (name.includes('.encoder.layer.')) return 'layers';
  return role === 'embedding' || name.includes('.embeddings.') ? 'embeddings' : 'head';
}
