import { resolve } from 'node:path';
import { type FolderStore, heldTo, type InputLimits } from '#artifacts';
import type { RecommendAnswer, Recommending } from '#contracts';
import { openObservations } from '#observations';
import type { Planner } from '#pipelines';
import { findTask } from '#text';
import { budgetOf, choose } from './candidates/choose.js';
import { predictCandidate } from './candidates/predict.js';
import { shapesOf } from './candidates/shapes.js';
import { lookAtData } from './data/look-at-data.js';
import { chosenDocument } from './documents/chosen.js';
import { PILOT_SHARE, pilotDocument, startDocument } from './documents/pilot.js';
import { weightBytes } from './candidates/weight-bytes.js';
import { mostEpochs, type Subject } from './documents/steps.js';
import { explain } from './explain.js';
import { metricOf } from './metric.js';
import { pastObservations } from './past-observations.js';
import { type PilotResults, readPilot } from './pilot-results.js';
import type { Observation } from './quality/observation.js';
import { fitQuality } from './quality/quality-model.js';
import { shippedObservations } from './quality/shipped.js';
import { namedStart, startModel } from './start-model.js';

/** What a recommendation asks of the world. */
export interface Surroundings {
  readonly planner: Planner;
  readonly store: FolderStore;
  /** Where the files of requests may lie, as of now; left out: anywhere. */
  readonly limits?: () => InputLimits;
}

/** Looks at a labelled data set and says which model to make of it, within a budget of training time, bytes and latency.
 * Until the results of its pilots are in the store, it answers with the pipeline that makes them.
 * @throws TlcError those of lookAtData, metricOf, choose and the planner */
export async function recommend(
  request: Recommending,
  { planner, store, limits }: Surroundings,
): Promise<RecommendAnswer> {
  const folder = request.folder ?? process.cwd();
  const path = resolve(folder, request.data);
  const look = await heldTo(limits?.(), () => lookAtData(path, request));
  const task = request.task === undefined ? undefined : findTask(request.task).name;
  const metric = metricOf(look.kind, task, request.metric);
  const asked = { ...request, from: namedStart(request.from, folder) };
  const told = { look, metric };

  const fetching = startDocument({ path, request: asked });
  const resolved = await planner.resolve({ text: fetching, folder, fresh: false });
  const start = await heldTo(limits?.(), () => startModel(resolved, store));
  if (!start) return { ...told, first: { stage: 'start', pipeline: fetching, seconds: 30 } };

  const subject: Subject = { path, look, metric, request: asked, start };
  const document = pilotDocument(subject);
  const pilot = await planner.resolve({ text: document, folder, fresh: false });
  if (!pilot.steps.every(({ cached }) => cached)) {
    return { ...told, first: { stage: 'pilot', pipeline: document, seconds: PILOT_SHARE * request.train_seconds } };
  }
  const results = await readPilot(pilot, store, subject);
  const idOf = (name: string) => pilot.steps.find((step) => step.name === name)!.job.id;
  const like = { start: idOf('start'), tuned: idOf('tuned'), metric, pilot: results };
  const past = pastObservations(await openObservations(store).list(), like);
  return { ...told, ...(await decide(subject, results, past, planner)) };
}

async function decide(
  subject: Subject,
  pilot: PilotResults,
  past: readonly Observation[],
  planner: Planner,
): Promise<Partial<RecommendAnswer>> {
  const { start, look, request } = subject;
  const seconds = (1 - PILOT_SHARE) * request.train_seconds;
  const prospects = {
    pilot,
    quality: fitQuality([...shippedObservations(), ...past, ...pilot.observations]),
    layers: start.layers,
    seconds,
    epochs: mostEpochs(look.rows.train),
  };
  const shapes = shapesOf(start, look);
  const bytesOf = await weightBytes(subject, pilot, shapes, planner);
  const candidates = shapes.flatMap((shape) => {
    const bytes = bytesOf(shape);
    return bytes === undefined ? [] : [predictCandidate(shape, bytes, prospects)];
  });
  const chosen = choose(candidates, budgetOf(request, start.bytes));
  return {
    choice: chosen.choice,
    runners_up: chosen.runnersUp,
    considered: candidates.length,
    allowed: chosen.allowed,
    because: explain(chosen, candidates, { pilot, seconds, past: past.length }),
    pipeline: chosenDocument(subject, chosen.choice),
  };
}
