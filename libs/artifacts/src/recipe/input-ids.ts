import type { Manifest, RecipeInput } from '../manifest.js';

/** The ids of the artifacts that an artifact was made from. */
export function inputIds({ recipe }: Manifest): Set<string> {
  const inputs = Object.values(recipe.inputs).flat() as RecipeInput[];
  return new Set(inputs.flatMap((input) => ('artifact' in input ? [input.artifact] : [])));
}

/** Id of the artifact that was an input, of several the first. */
export function inputId({ recipe }: Pick<Manifest, 'recipe'>, name: string): string | undefined {
  const [input] = [recipe.inputs[name] ?? []].flat();
  return input && 'artifact' in input ? input.artifact : undefined;
}
