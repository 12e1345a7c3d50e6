import { privateCopy, type Optimizer, type Tensor, tf } from '#engine';
import { disposeModel, type Model, stacked, stackedNames } from '#models';
import { type DevWatch, devWatch } from '../dev-watch.js';
import { noNoise } from '../noise-scale.js';
import type { ComputedObjective } from '../objectives/computed-objective.js';
import { optimizerOf } from '../parameters/optimizer-of.js';
import type { Plan } from '../prepare.js';
import type { TrainingState } from '../state.js';
import { type TrainedWeights, trainedWeights } from '../trained-weights.js';
import type { TrainingHooks } from '../training.js';
import { type WeightAverage, weightAverage } from '../weight-average.js';

/** A training that has been checked, with what its objective computes. */
export interface StagedPlan extends Plan {
  readonly computed?: ComputedObjective;
}

/** All that a training has while its model has one depth. */
export interface Stage {
  readonly index: number;
  /** Share of the whole training at which it ends. */
  readonly until: number;
  readonly isLast: boolean;
  /** What is trained, without its tensors. */
  readonly model: Model;
  readonly hooks: TrainingHooks;
  readonly trained: TrainedWeights;
  readonly optimizer: Optimizer;
  readonly average: WeightAverage;
  readonly dev: DevWatch;
  dispose(): void;
}

/** A stage of a training that begins with copies of a model's weights.
 * @param model of the stage's depth; its tensors may be freed afterwards
 * @param beside what begins as something else than its objective makes it, of all that is trained beside the model, by name */
function openStage(
  plan: StagedPlan,
  model: Model,
  index: number,
  beside?: (name: string) => Tensor | undefined,
): Stage {
  const { request, config, frozen, names, stages, computed } = plan;
  const own = computed?.(request, model);
  const hooks = { ...request.hooks, ...own?.hooks };
  for (const [name, variable] of own?.hooks.state?.trained ?? []) {
    const value = beside?.(name);
    if (value) variable.assign(value);
  }
  const reparametrize = (name: string, weight: Tensor) => hooks.reparametrize?.(name, weight) ?? weight;
  const trained = trainedWeights(model, reparametrize, { frozen, own: hooks.state?.trained });
  const optimizer = optimizerOf(config, model, trained, names);
  const average = weightAverage(config.average, trained.variables);
  const dev = devWatch(plan, model, trained, average);
  const parts = [dev, average, optimizer, trained, ...(own ? [own] : [])];
  return {
    index,
    until: stages[index].until,
    isLast: index === stages.length - 1,
    model,
    hooks,
    trained,
    optimizer,
    average,
    dev,
    dispose: () => parts.forEach((part) => part.dispose()),
  };
}

/** The stage that a training is in, its weights still to be restored where it is not the first one.
 * @param whole model, with the weights that all begins with */
export function stageOf(plan: StagedPlan, whole: Model, index: number): Stage {
  const { stages, request } = plan;
  if (stages.length === 1) return openStage(plan, whole, index);
  const model = stacked(whole, stages[index].config, request.seed);
  const stage = openStage(plan, model, index);
  disposeModel(model);
  return stage;
}

/** The stage after one that has ended: its layers, stacked, with all else as it is, and what an objective trains beside them
 * likewise. The optimiser and the average begin anew, and the learning rate goes on, as Gong et al. 2019 train theirs. Frees
 * what the stage had. */
export function nextStage(plan: StagedPlan, stage: Stage, state: TrainingState): Stage {
  const { seed } = plan.request;
  const { config } = plan.stages[stage.index + 1];
  const shallow = stage.trained.toModel();
  const beside = new Map(
    [...(stage.hooks.state?.trained ?? [])].map(([name, value]) => [name, privateCopy<Tensor>(value)]),
  );
  stage.dispose();
  const model = stacked(shallow, config, seed);
  disposeModel(shallow);
  const sourceOf = stackedNames(stage.model.config, config);
  const next = openStage(plan, model, stage.index + 1, (name) => beside.get(sourceOf(name)));
  disposeModel(model);
  tf.dispose([...beside.values()]);
  state.stage = { index: next.index, since: state.step };
  // What was measured is of another model
  state.noise = noNoise();
  state.dev = { count: state.dev.count, stale: 0, kept: [] };
  return next;
}
