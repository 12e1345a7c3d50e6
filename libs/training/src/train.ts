import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { collectGarbage, withPrecision, type Tensor } from '#engine';
import { predicted } from '#evaluation';
import { disposeModel, type ForwardOptions, type Model } from '#models';
import { batchSource } from './batch-source.js';
import { checkpointKeeper, type WrittenCheckpoint } from './checkpoint/keeper.js';
import { devWatch } from './dev-watch.js';
import { addPoint } from './history.js';
import { shareDone } from './limits.js';
import { nextBatches } from './next-batches.js';
import { addNorms } from './noise-scale.js';
import { OBJECTIVES } from './objectives/index.js';
import { optimizerOf } from './parameters/optimizer-of.js';
import { headed, type Plan, prepare } from './prepare.js';
import { progressReporter } from './progress-reporter.js';
import { updateBatches } from './schedule/batch-growth.js';
import { learningRate } from './schedule/learning-rate.js';
import { sentencesSeen, startingState, type TrainingState } from './state.js';
import { trainedWeights } from './trained-weights.js';
import { trainStep } from './train-step.js';
import { weightAverage } from './weight-average.js';
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
  const plan = prepare(request);
  const { config, train: split } = plan;
  const model = headed(plan);
  const ofObjective = OBJECTIVES[request.objective].hooks?.(request, model);
  const hooks = { ...request.hooks, ...ofObjective?.hooks };
  const reparametrize = (name: string, weight: Tensor) => hooks.reparametrize?.(name, weight) ?? weight;
  const trained = trainedWeights(model, reparametrize, { frozen: plan.frozen, own: hooks.state?.trained });
  const optimizer = optimizerOf(config, model, trained);
  const average = weightAverage(config.average, trained.variables);
  const dev = devWatch(plan, model, trained, average);
  const source = batchSource(request.dataset, split, request.seed, plan.masking);
  const report = progressReporter(request.onProgress);
  try {
    const checkpoints = await checkpointKeeper(plan, model, { trained, optimizer, dev, average });
    const state = (await checkpoints.resume()) ?? startingState();
    releaseSources(request, model);
    const shareOf = (now: TrainingState) =>
      shareDone(config.stop, { ...now, sentences: sentencesSeen(now, split.sentences) }, split.sentences);
    while (shareOf(state) < 1 && !dev.isPatienceOver(state)) {
      cancelIfAborted(request.signal);
      const began = performance.now();
      const before = { done: shareOf(state), step: state.step };
      const rate = learningRate(config, before);
      const batches = nextBatches(state, source, updateBatches(config, plan.size, before.done), plan.leastHalved);
      const options = {
        learningRate: rate,
        dropout: (batch: number) => dropoutOf(plan, state.batches + batch),
        gradientCheckpointing: config.gradient_checkpointing,
        labelSmoothing: config.label_smoothing,
        measuresNoise: config.noise_scale,
        hooks,
      };
      const { loss, gradientNorm, norms } = withPrecision(config.precision, () =>
        trainStep(model, trained, optimizer, batches, options),
      );
      state.step += 1;
      state.batches += batches.length;
      state.predicted += batches.reduce((sum, batch) => sum + predicted(batch), 0);
      if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm))
        throw diverged(state.step, loss, gradientNorm, rate, checkpoints.newest());
      if (norms) addNorms(state.noise, norms);
      await hooks.afterStep?.(state.step);
      average.afterStep(state.step);
      state.seconds += (performance.now() - began) / 1000;
      const done = shareOf(state);
      const measured = await dev.afterStep(state, done === 1);
      addPoint(state, { phase: plan.phase, loss, learningRate: rate, done, dev: measured });
      report(state, { loss, learningRate: rate, done }, done === 1);
      await checkpoints.afterStep(state);
      await setImmediate();
    }
    await checkpoints.atEnd(state);
    average.swap();
    dev.restoreBest();
    const { history, step: steps, seconds, tokens } = state;
    return { model: trained.toModel(), history, steps, seconds, tokens };
  } finally {
    dev.dispose();
    average.dispose();
    optimizer.dispose();
    trained.dispose();
    ofObjective?.dispose();
    disposeModel(model);
  }
}

/** Frees what the trained weights and moments were copied from: the model, and what was read of a checkpoint. */
function releaseSources({ model: given, disposesModel }: TrainingRequest, model: Model): void {
  disposeModel(model);
  if (disposesModel) disposeModel(given);
  const size = [...model.parameters.values()].reduce((sum, { value }) => sum + value.size, 0);
  if (size > WORTH_COLLECTING) collectGarbage();
}

function dropoutOf({ request, dropout }: Plan, batch: number): ForwardOptions['dropout'] {
  return { seed: request.seed, step: batch, ...(dropout !== undefined && { rate: dropout }) };
}

function diverged(
  step: number,
  loss: number,
  gradientNorm: number,
  rate: number,
  checkpoint: WrittenCheckpoint | undefined,
): TlcError {
  const what = `at step ${step} the loss is ${loss} and the norm of its gradient ${gradientNorm} (learning rate ${rate.toPrecision(3)})`;
  const left = checkpoint
    ? `The last checkpoint before it is that of step ${checkpoint.step}, ${checkpoint.path}`
    : 'There is no checkpoint before it';
  return new TlcError('TRAINING_DIVERGED', `${what}. ${left}.`, {
    details: { step, loss, gradientNorm, learningRate: rate, ...(checkpoint && { checkpoint }) },
  });
}
