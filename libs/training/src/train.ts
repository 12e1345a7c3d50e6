import { collectGarbage } from '#engine';
import { disposeModel, type Model } from '#models';
import { batchSource } from './batch-source.js';
import { checkpointKeeper } from './checkpoint/keeper.js';
import { keptModels } from './kept-models.js';
import { shareDone } from './limits.js';
import { computedObjective } from './objectives/registry.js';
import { headed, prepare } from './prepare.js';
import { progressReporter } from './progress-reporter.js';
import { secondsLeft } from './stages/seconds-left.js';
import { nextStage, type Stage, stageOf } from './stages/stage.js';
import { trainStage } from './stages/train-stage.js';
import { sentencesSeen, startingState, type TrainingState } from './state.js';
import type { TrainingRequest, TrainingResult } from './training.js';

/** Parameters of a model for whose copies it is worth to stop for some 20 ms. */
const WORTH_COLLECTING = 2e6;

/**
 * Trains a model until the first of its limits. With a work folder, checkpoints are written there; a training
 * that finds one goes on from it and, unless the clock ends it, gives the same bits as if it had never stopped.
 *
 * @throws TlcError before anything is computed, what `prepare` throws; TRAINING_DIVERGED when the loss or a gradient is not finite;
 * JOB_CANCELLED when the signal is aborted
 */
export async function train(request: TrainingRequest): Promise<TrainingResult> {
  const plan = { ...prepare(request), computed: await computedObjective(request.objective) };
  const { config, train: split } = plan;
  const whole = headed(plan);
  const opened: { stage?: Stage } = {};
  const stageAt = ({ stage: { index } }: TrainingState): Stage => {
    if (opened.stage?.index !== index) {
      opened.stage?.dispose();
      opened.stage = stageOf(plan, whole, index);
    }
    return opened.stage;
  };
  try {
    const checkpoints = await checkpointKeeper(plan, whole);
    const state = (await checkpoints.resume(stageAt)) ?? startingState();
    let stage = stageAt(state);
    releaseSources(request, whole);
    const training = {
      plan,
      source: batchSource(request.dataset, split, request.seed, plan.masking),
      checkpoints,
      report: progressReporter(request.onProgress),
      kept: keptModels(request),
      shareOf: (now: TrainingState) =>
        shareDone(config.stop, { ...now, sentences: sentencesSeen(now, split.sentences) }, split.sentences),
      left: secondsLeft(plan),
    };
    await trainStage(training, stage, state);
    while (!stage.isLast) {
      const began = performance.now();
      stage = opened.stage = nextStage(plan, stage, state);
      state.seconds += (performance.now() - began) / 1000;
      await trainStage(training, stage, state);
    }
    await checkpoints.atEnd(state, stage);
    stage.average.swap();
    const dev = await stage.dev.restoreKept(state);
    if (dev) state.history.push({ ...state.history.at(-1)!, dev });
    const { history, step: steps, seconds, tokens, kept } = state;
    return { model: stage.trained.toModel(), history, steps, seconds, tokens, kept };
  } finally {
    opened.stage?.dispose();
    disposeModel(whole);
  }
}

/** Frees what the trained weights and moments were copied from: the model, and what was read of a checkpoint. */
function releaseSources({ model: given, disposesModel }: TrainingRequest, model: Model): void {
  disposeModel(model);
  if (disposesModel) disposeModel(given);
  const size = [...model.parameters.values()].reduce((sum, { value }) => sum + value.size, 0);
  if (size > WORTH_COLLECTING) collectGarbage();
}
