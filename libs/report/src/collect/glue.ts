import type { FolderStore, Manifest } from '#artifacts';
import type { GlueReport } from '#contracts';
import type { GlueResult, ReportRequest } from './data.js';
import { readArtifactJson } from './read-file.js';

/** The tables of GLUE that steps of a run made.
 * @throws TlcError ARTIFACT_CORRUPT */
export async function glueOf(
  { steps }: ReportRequest,
  manifests: ReadonlyMap<string, Manifest>,
  store: FolderStore,
): Promise<GlueResult[]> {
  const results: GlueResult[] = [];
  for (const { name: step, artifact } of steps) {
    const manifest = manifests.get(artifact);
    const report = manifest && (await readArtifactJson<GlueReport>(store, manifest, 'glue.json'));
    if (report) results.push({ step, artifact, ...report });
  }
  return results;
}
