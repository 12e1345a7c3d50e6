import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { withPrecision } from '#engine';
import { predicted } from '#evaluation';
import type { ForwardOptions } from '#models';
import type { BatchSource } from '../batch-source.js';
import type { CheckpointKeeper, WrittenCheckpoint } from '../checkpoint/keeper.js';
import { addPoint } from '../history.js';
import { nextBatches } from '../next-batches.js';
import { addNorms } from '../noise-scale.js';
import type { Plan } from '../prepare.js';
import type { progressReporter } from '../progress-reporter.js';
import { updateBatches } from '../schedule/batch-growth.js';
import { learningRate } from '../schedule/learning-rate.js';
import type { TrainingState } from '../state.js';
import { trainStep } from '../train-step.js';
import type { Stage } from './stage.js';

/** What the stages of a training share. */
export interface Training {
  readonly plan: Plan;
  readonly source: BatchSource;
  readonly checkpoints: CheckpointKeeper;
  readonly report: ReturnType<typeof progressReporter>;
  /** The share of the whole training that is done. */
  shareOf(state: TrainingState): number;
  /** Seconds that the rest takes. */
  left(done: number, seconds: number): number | undefined;
}

/** Trains until a stage ends, or the patience of the last one is over.
 * @throws TlcError TRAINING_DIVERGED; JOB_CANCELLED */
export async function trainStage(training: Training, stage: Stage, state: TrainingState): Promise<void> {
  const { plan, source, checkpoints, report, shareOf, left } = training;
  const { request, config } = plan;
  const { model, trained, optimizer, average, dev, hooks } = stage;
  while (shareOf(state) < stage.until && !(stage.isLast && dev.isPatienceOver(state))) {
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
    await hooks.afterStep?.(state.step, {
      weight: trained.raw,
      restart: (name, mask) => optimizer.restart(name, mask),
    });
    average.afterStep(state.step - state.stage.since);
    state.seconds += (performance.now() - began) / 1000;
    const done = shareOf(state);
    const measured = await dev.afterStep(state, done === 1);
    addPoint(state, { phase: plan.phase, loss, learningRate: rate, done, dev: measured });
    report(state, { loss, learningRate: rate, done, secondsLeft: left(done, state.seconds) }, done === 1);
    await checkpoints.afterStep(state, stage);
    await setImmediate();
  }
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
