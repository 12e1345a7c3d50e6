import { resolve } from 'node:path';
import { heldTo } from '#artifacts';
import { type RecommendAnswer, type Recommending, SCRATCH } from '#contracts';
import { findTask } from '#text';
import { budgetOf, choose } from './candidates/choose.js';
import { lookAtData } from './data/look-at-data.js';
import { leftForTraining } from './documents/pilot.js';
import { explain } from './explain.js';
import { metricOf } from './metric.js';
import { fromScratchWay } from './ways/from-scratch.js';
import { preTrainedWay } from './ways/pre-trained.js';
import type { Surroundings, Way } from './ways/way.js';

/** Looks at a labelled data set and says which model to make of it, within a budget of training time, bytes and latency.
 * Until the results of its pilots are in the store, it answers with the pipeline that makes them.
 * @throws TlcError those of lookAtData, metricOf, choose, the ways and the planner */
export async function recommend(request: Recommending, surroundings: Surroundings): Promise<RecommendAnswer> {
  const folder = request.folder ?? process.cwd();
  const path = resolve(folder, request.data);
  const look = await heldTo(surroundings.limits?.(), () => lookAtData(path, request));
  const task = request.task === undefined ? undefined : findTask(request.task).name;
  const metric = metricOf(look.kind, task, request.metric);
  const asked = { path, folder, look, metric, request };
  const told = { look, metric };
  const kinds = [
    ...(request.from === SCRATCH ? [] : [preTrainedWay]),
    ...(request.from === SCRATCH || request.scratch ? [fromScratchWay] : []),
  ];
  const ways: Way[] = [];
  for (const kind of kinds) {
    const way = await kind(asked, surroundings);
    if ('first' in way) return { ...told, ...way };
    ways.push(way);
  }
  return { ...told, ...chosenOf(ways, request) };
}

function chosenOf(ways: readonly Way[], request: Recommending): Partial<RecommendAnswer> {
  const candidates = ways.flatMap((way) => way.candidates);
  const chosen = choose(candidates, budgetOf(request, Math.min(...ways.map(({ startBytes }) => startBytes))));
  const { choice, runnersUp, allowed } = chosen;
  const way = ways.find((each) => each.candidates.includes(choice))!;
  return {
    choice,
    runners_up: runnersUp,
    considered: candidates.length,
    allowed,
    because: explain(chosen, ways, way, leftForTraining(request)),
    pipeline: way.documentOf(choice),
  };
}
