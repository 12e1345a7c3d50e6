import type { Manifest } from '#artifacts';
import type { ArtifactList, ArtifactSummary } from '#contracts';

/** Artifacts in an answer, at most: a message has a largest size. */
const MOST = 1000;

/** What `artifacts.list` answers of manifests, newest first. */
export function artifactList(manifests: readonly Manifest[], kind?: string): ArtifactList {
  const wanted = manifests.filter((manifest) => kind === undefined || manifest.kind === kind);
  return { artifacts: wanted.slice(0, MOST).map(summaryOf), total: wanted.length };
}

function summaryOf({ id, kind, recipe, created, seconds, files, summary }: Manifest): ArtifactSummary {
  const bytes = Object.values(files).reduce((sum, file) => sum + file.bytes, 0);
  const plugin = recipe.plugin && { plugin: recipe.plugin.id };
  return { id, kind, operation: recipe.operation, ...plugin, created, seconds, bytes, summary };
}
