import { type ArtifactStore, inputIds, type Manifest, type RecipeInput } from '#artifacts';
import { type Ancestor, TlcError } from '#contracts';

/** An artifact and all that it was made from, each after what was made of it, as far as the store still has them. */
export async function lineageOf(store: ArtifactStore, id: string): Promise<Ancestor[]> {
  const found = new Map<string, Ancestor>();
  const waiting = [id];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (found.has(next)) continue;
    const manifest = await manifestOf(store, next);
    const inputs = manifest ? artifactInputs(manifest) : {};
    found.set(next, {
      id: next,
      ...(manifest && { operation: manifest.recipe.operation, seconds: manifest.seconds }),
      inputs,
    });
    waiting.push(...Object.values(inputs).flat());
  }
  return [...found.values()];
}

async function manifestOf(store: ArtifactStore, id: string): Promise<Manifest | undefined> {
  return store.manifest(id).catch((error: unknown) => {
    if (error instanceof TlcError && error.code === 'ARTIFACT_UNKNOWN') return undefined;
    throw error;
  });
}

function artifactInputs({ recipe }: Manifest): Record<string, string | string[]> {
  const ids = (input: RecipeInput) => ('artifact' in input ? [input.artifact] : []);
  return Object.fromEntries(
    Object.entries(recipe.inputs).flatMap(([name, input]): [string, string | string[]][] => {
      const all = (Array.isArray(input) ? (input as RecipeInput[]) : [input as RecipeInput]).flatMap(ids);
      return all.length === 0 ? [] : [[name, Array.isArray(input) ? all : all[0]]];
    }),
  );
}

/** The ids of all that was made of an artifact, directly or by what was. */
export function dependantsOf(manifests: readonly Manifest[], id: string): string[] {
  const found = new Set([id]);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const manifest of manifests) {
      if ([...inputIds(manifest)].some((input) => found.has(input))) found.add(manifest.id);
    }
  }
  found.delete(id);
  return [...found];
}
