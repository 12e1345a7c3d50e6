import type { FolderStore, Manifest } from '#artifacts';
import type { Curve, CurvePoint, Phase, ReportRequest } from './data.js';
import { readArtifactJson } from './read-file.js';

type HistoryPoint = CurvePoint & { readonly phase: Phase };

/** The curves of all steps of a run that trained. A model's `history.json` begins with the points of the model that it
 * was made from; a curve has the step's own. */
export async function curvesOf(
  request: ReportRequest,
  manifests: ReadonlyMap<string, Manifest>,
  store: FolderStore,
): Promise<Curve[]> {
  const histories = new Map<string, readonly HistoryPoint[]>();
  const historyOf = async (id: string): Promise<readonly HistoryPoint[]> => {
    if (!histories.has(id)) {
      const manifest = manifests.get(id) ?? (await store.manifest(id).catch(() => undefined));
      const history = manifest && (await readArtifactJson<HistoryPoint[]>(store, manifest, 'history.json'));
      histories.set(id, history ?? []);
    }
    return histories.get(id)!;
  };
  const curves: Curve[] = [];
  for (const { name, artifact } of request.steps) {
    const manifest = manifests.get(artifact);
    if (manifest?.kind !== 'model') continue;
    const input = manifest.recipe.inputs.model;
    const before = input && 'artifact' in input ? (await historyOf(input.artifact)).length : 0;
    const points = (await historyOf(artifact)).slice(before);
    if (points.length > 0) curves.push({ step: name, phase: points[0].phase, points: running(points) });
  }
  return curves;
}

/** A method that trains several times counts from its own start each time: its curve goes on. */
function running(points: readonly HistoryPoint[]): CurvePoint[] {
  let offset = 0;
  let last = 0;
  return points.map(({ seconds, loss, tokens, dev }) => {
    if (seconds < last) offset += last;
    last = seconds;
    return { seconds: offset + seconds, loss, tokens, ...(dev && { dev }) };
  });
}
