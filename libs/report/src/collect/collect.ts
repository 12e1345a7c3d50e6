import type { FolderStore, Manifest } from '#artifacts';
import { type Measure, type Scores, TlcError } from '#contracts';
import { curvesOf } from './curves.js';
import type { ReportData, ReportRequest, ReportStep, Row } from './data.js';
import { findingsOf } from './findings.js';
import { glueOf } from './glue.js';
import { noiseFindings } from './noise-findings.js';
import { readArtifactJson } from './read-file.js';
import { triedFindings } from './tried-findings.js';

/** `training.json` of a model: what all trainings on the way to it cost. */
interface TrainingCost {
  readonly seconds: number;
  readonly tokens: number;
}

/** Measures that say nothing of quality. */
const NOT_QUALITY = /^(bytes|parameters|latency|throughput.*|onnx_.*|loss)$/;

/** Gathers a report from the results of a run that the store has.
 * @throws TlcError ARTIFACT_CORRUPT */
export async function collectReport(request: ReportRequest, store: FolderStore): Promise<ReportData> {
  const manifests = new Map<string, Manifest>();
  for (const { artifact } of request.steps) {
    const manifest = await store.manifest(artifact).catch(ifUnknown);
    if (manifest) manifests.set(artifact, manifest);
  }
  const scores: Scores[] = [];
  for (const manifest of manifests.values()) {
    if (manifest.kind === 'scores') scores.push((await readArtifactJson<Scores>(store, manifest, 'scores.json'))!);
  }
  const rows: Row[] = [];
  for (const name of request.compare) {
    const step = request.steps.find((one) => one.name === name)!;
    const manifest = manifests.get(step.artifact);
    rows.push(await rowOf(step, manifest, scores, store));
  }
  const dates = [...manifests.values()].map(({ created }) => created).sort();
  const steps = request.steps.map((step) => stepOf(step, manifests.get(step.artifact)));
  return {
    run: request.run,
    title: request.title,
    date: dates.at(-1) ?? new Date().toISOString(),
    rows,
    curves: await curvesOf(request, manifests, store),
    glue: await glueOf(request, manifests, store),
    steps,
    environment: environmentOf([...manifests.values()]),
    findings: [...findingsOf(rows), ...noiseFindings(steps), ...triedFindings(steps)],
  };
}

function ifUnknown(error: unknown): undefined {
  if (error instanceof TlcError && error.code === 'ARTIFACT_UNKNOWN') return undefined;
  throw error;
}

async function rowOf(
  { name, artifact }: { name: string; artifact: string },
  manifest: Manifest | undefined,
  scores: readonly Scores[],
  store: FolderStore,
): Promise<Row> {
  // An `evaluate` step stands for the model that it measured.
  const own = manifest?.kind === 'scores' ? await readArtifactJson<Scores>(store, manifest, 'scores.json') : undefined;
  const model = own?.model?.artifact ?? artifact;
  const measured = own ? [own] : scores.filter((score) => score.model?.artifact === model);
  const measures = distinct(measured.flatMap((score) => score.measures));
  const made = model === artifact ? manifest : await store.manifest(model).catch(ifUnknown);
  const cost = made && (await readArtifactJson<TrainingCost>(store, made, 'training.json'));
  const ancestry = made ? await ancestryOf(made, store) : [];
  const beside = measured.find((score) => score.beside)?.beside;
  const first = measured.find((score) => score.model)?.model;
  return {
    name,
    artifact: model,
    parameters: first?.parameters,
    bytes: first?.bytes,
    trainingSeconds: cost?.seconds,
    trainingTokens: cost?.tokens,
    quality: measures.find((measure) => !NOT_QUALITY.test(measure.name)),
    latency: measures.find((measure) => measure.name === 'latency'),
    measures,
    ...(beside && {
      beside: {
        artifact: beside.model.artifact,
        latency: beside.measures.find((measure) => measure.name === 'latency'),
      },
    }),
    ancestors: ancestry.slice(0, -1).map(({ id }) => id),
    isCompressed: ancestry.some(({ recipe }) => recipe.operation === 'compress'),
  };
}

/** Two evaluations may have measured the same. */
function distinct(measures: readonly Measure[]): Measure[] {
  const seen = new Set<string>();
  return measures.filter(({ name, signature }) => seen.size < seen.add(`${name} ${signature}`).size);
}

/** The models on the way to a model, itself last. */
async function ancestryOf(manifest: Manifest, store: FolderStore): Promise<Manifest[]> {
  const input = manifest.recipe.inputs.model;
  if (!input || !('artifact' in input)) return [manifest];
  const from = await store.manifest(input.artifact).catch(ifUnknown);
  return from ? [...(await ancestryOf(from, store)), manifest] : [manifest];
}

function stepOf(step: ReportRequest['steps'][number], manifest: Manifest | undefined): ReportStep {
  const { name, operation, artifact, status, needs } = step;
  if (!manifest) return { name, operation, artifact, status, needs, summary: {} };
  const { recipe, seconds, summary } = manifest;
  return { name, operation, artifact, status, needs, seconds, config: recipe.config, seed: recipe.seed, summary };
}

function environmentOf(manifests: readonly Manifest[]): Record<string, string[]> {
  const all = new Map<string, Set<string>>();
  for (const [key, value] of manifests.flatMap(({ environment }) => Object.entries(environment))) {
    if (!all.has(key)) all.set(key, new Set());
    all.get(key)!.add(value);
  }
  return Object.fromEntries([...all].map(([key, values]) => [key, [...values]]));
}
