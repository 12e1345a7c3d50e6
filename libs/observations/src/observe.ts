import { type ArtifactStore, bytesOf, type Manifest } from '#artifacts';
import type { ArtifactKind, Scores } from '#contracts';
import { dimensions, parameterCount, readModelShape } from '#families';
import { thinned } from './curve.js';
import type { CurvePoint, JobObservation, ObservedScores, ObservedShape } from './observation.js';

/** Where small files of artifacts are read. */
export type Source = Pick<ArtifactStore, 'read' | 'outline'>;

/** What the job that made an artifact showed, by its manifest and its small files. What of them cannot be read is left out: an
 * observation of the time alone says something, too. */
export async function observe(store: Source, manifest: Manifest): Promise<JobObservation> {
  const { id: artifact, kind, recipe, seconds, summary, environment, created } = manifest;
  const parts = await PARTS[kind]?.(store, manifest);
  return { artifact, kind, recipe, seconds, summary, environment, created, bytes: bytesOf(manifest), ...parts };
}

/** What is read of an artifact beside its manifest. */
const PARTS: Partial<Record<ArtifactKind, (store: Source, manifest: Manifest) => Promise<Partial<JobObservation>>>> = {
  model: async (store, manifest) => {
    const [shape, curve] = await Promise.all([shapeOf(store, manifest.id), curveOf(store, manifest)]);
    return { ...(shape && { shape }), ...(curve && { curve }) };
  },
  scores: async (store, manifest) => {
    const scores = await readJson<Scores>(store, manifest, 'scores.json');
    return scores ? { scores: scoresOf(scores) } : {};
  },
};

async function shapeOf(store: Source, id: string): Promise<ObservedShape | undefined> {
  try {
    const shape = await readModelShape(await store.outline(id));
    const { layers, hidden, heads, vocabulary } = dimensions(shape.config);
    const { model_type: family } = shape.config;
    return { family, layers, hidden, heads, vocabulary, parameters: parameterCount(shape) };
  } catch {
    return undefined;
  }
}

/** The curve of the job's own training: a model's history begins with those that led to what it started from. */
async function curveOf(store: Source, manifest: Manifest): Promise<readonly CurvePoint[] | undefined> {
  if (typeof manifest.summary.tokens !== 'number') return undefined;
  const history = await readJson<readonly CurvePoint[]>(store, manifest, 'history.json');
  return history && thinned(history);
}

async function readJson<T>(store: Source, manifest: Manifest, file: string): Promise<T | undefined> {
  if (!Object.hasOwn(manifest.files, file)) return undefined;
  try {
    return JSON.parse((await store.read(manifest, file)).toString('utf8')) as T;
  } catch {
    return undefined;
  }
}

const scoresOf = ({ model, dataset, measures }: Scores): ObservedScores => ({
  ...(model && { model: model.artifact }),
  ...(dataset && { dataset: dataset.artifact, task: dataset.task, split: dataset.split }),
  measures: measures.map(({ name, value, unit, samples }) => ({ name, value, unit, samples })),
});
