import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type Optimizer, privateCopy, tf, type Tensor } from '#engine';
import type { Model } from '#models';
import type { DevWatch } from '../dev-watch.js';
import type { Plan } from '../prepare.js';
import type { TrainingState } from '../state.js';
import type { TrainedWeights } from '../trained-weights.js';
import { identityOf } from './identity.js';
import { readCheckpoint } from './read-checkpoint.js';
import { CHECKPOINTS, writeCheckpoint } from './write-checkpoint.js';

/** A checkpoint takes at most this share of the time. */
const SHARE = 0.1;

/** A training shorter than this, in seconds, is done again rather than written down at its end. */
const WORTH_KEEPING = 5;

/** Writes checkpoints of a training, and goes on from them. Without a work folder it does neither. */
export interface CheckpointKeeper {
  /** Takes weights and moments from the newest checkpoint that can be read. One that cannot is passed over with a warning:
   * a torn file must not end a training that can do without it. */
  resume(): Promise<TrainingState | undefined>;
  afterStep(state: TrainingState): Promise<void>;
  atEnd(state: TrainingState): Promise<void>;
}

export async function checkpointKeeper(
  { request, config }: Plan,
  model: Model,
  trained: TrainedWeights,
  optimizer: Optimizer,
  { best }: DevWatch,
): Promise<CheckpointKeeper> {
  const { work, onWarning } = request;
  if (work === undefined) return { resume: async () => undefined, afterStep: async () => {}, atEnd: async () => {} };
  const identity = identityOf(request, model);
  let written = performance.now();
  let wait = config.checkpoint_seconds * 1000;

  const write = async (state: TrainingState) => {
    const began = performance.now();
    const moments = optimizer.state();
    const tensors = new Map<string, Tensor>([
      ...named('weight', trained.variables),
      ...moments,
      ...named('best', best),
    ]);
    try {
      await writeCheckpoint(work, tensors, { identity, state });
    } catch (error) {
      onWarning?.(`no checkpoint at step ${state.step}: ${(error as Error).message}`);
    } finally {
      tf.dispose([...moments.values()]);
    }
    written = performance.now();
    if (wait > 0) wait = Math.max(wait, (written - began) / SHARE);
  };

  return {
    resume: async () => {
      for (const name of CHECKPOINTS) {
        try {
          const { state, tensors } = await readCheckpoint(join(work, name), identity);
          try {
            restore(tensors, trained, optimizer, best);
          } finally {
            tf.dispose([...tensors.values()]);
          }
          return state;
        } catch (error) {
          if (!(error instanceof TlcError && error.code === 'FILE_MISSING')) onWarning?.((error as Error).message);
        }
      }
      return undefined;
    },
    afterStep: async (state) => {
      if (performance.now() - written >= wait) await write(state);
    },
    atEnd: async (state) => {
      if (state.seconds >= WORTH_KEEPING) await write(state);
    },
  };
}

function* named(prefix: string, tensors: ReadonlyMap<string, Tensor>): Generator<[string, Tensor]> {
  for (const [name, tensor] of tensors) yield [`${prefix}.${name}`, tensor];
}

function restore(
  tensors: ReadonlyMap<string, Tensor>,
  trained: TrainedWeights,
  optimizer: Optimizer,
  best: Map<string, Tensor>,
): void {
  optimizer.restore(tensors);
  for (const [name, variable] of trained.variables) {
    tf.tidy(() => variable.assign(privateCopy(tensors.get(`weight.${name}`) as Tensor)));
    const kept = tensors.get(`best.${name}`);
    if (kept) best.set(name, tf.keep(privateCopy(kept)));
  }
}
