import { join } from 'node:path';
import { TlcError } from '#contracts';
import { type Optimizer, privateCopy, tf, type Tensor, type Variable } from '#engine';
import type { Model } from '#models';
import type { DevWatch } from '../dev-watch.js';
import type { Plan } from '../prepare.js';
import type { TrainingState } from '../state.js';
import type { TrainedWeights } from '../trained-weights.js';
import type { WeightAverage } from '../weight-average.js';
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
   * a torn file must not end a training that can do without it.
   * @param keptAt what a training has that stands so: a stage has tensors of its own */
  resume(keptAt: (state: TrainingState) => Kept): Promise<TrainingState | undefined>;
  afterStep(state: TrainingState, kept: Kept): Promise<void>;
  atEnd(state: TrainingState, kept: Kept): Promise<void>;
  /** The last one that was written or gone on from. */
  newest(): WrittenCheckpoint | undefined;
}

export interface WrittenCheckpoint {
  readonly step: number;
  readonly path: string;
}

/** What of a training is in its checkpoints. */
export interface Kept {
  readonly trained: TrainedWeights;
  readonly optimizer: Optimizer;
  readonly dev: DevWatch;
  readonly average: WeightAverage;
}

const NONE: CheckpointKeeper = {
  resume: async () => undefined,
  afterStep: async () => {},
  atEnd: async () => {},
  newest: () => undefined,
};

/** @param model the starting weights */
export async function checkpointKeeper({ request, config }: Plan, model: Model): Promise<CheckpointKeeper> {
  const { work, onWarning } = request;
  if (work === undefined) return NONE;
  const identity = identityOf(request, model);
  let written = performance.now();
  let newest: WrittenCheckpoint | undefined;
  let wait = config.checkpoint_seconds * 1000;

  const write = async (state: TrainingState, { trained, optimizer, dev: { kept }, average }: Kept) => {
    const began = performance.now();
    const moments = optimizer.state();
    const tensors = new Map<string, Tensor>([
      ...named('weight', trained.variables),
      ...named('average', average.variables),
      ...named('state', request.hooks?.state?.kept ?? new Map()),
      ...moments,
      ...named('kept', kept.tensors),
    ]);
    try {
      await writeCheckpoint(work, tensors, { identity, state });
      newest = { step: state.step, path: join(work, CHECKPOINTS[0]) };
    } catch (error) {
      onWarning?.(`no checkpoint at step ${state.step}: ${(error as Error).message}`);
    } finally {
      tf.dispose([...moments.values()]);
    }
    written = performance.now();
    if (wait > 0) wait = Math.max(wait, (written - began) / SHARE);
  };

  return {
    resume: async (keptAt) => {
      for (const name of CHECKPOINTS) {
        try {
          const { state, tensors } = await readCheckpoint(join(work, name), identity);
          try {
            const { trained, optimizer, dev, average } = keptAt(state);
            const others = [
              ...named('average', average.variables),
              ...named('state', request.hooks?.state?.kept ?? new Map()),
            ];
            restore(tensors, { trained, optimizer, kept: dev.kept.tensors, others: new Map(others) });
          } finally {
            tf.dispose([...tensors.values()]);
          }
          newest = { step: state.step, path: join(work, name) };
          return state;
        } catch (error) {
          if (!(error instanceof TlcError && error.code === 'FILE_MISSING')) onWarning?.((error as Error).message);
        }
      }
      return undefined;
    },
    afterStep: async (state, kept) => {
      if (performance.now() - written >= wait) await write(state, kept);
    },
    atEnd: async (state, kept) => {
      if (state.seconds >= WORTH_KEEPING) await write(state, kept);
    },
    newest: () => newest,
  };
}

function* named<T extends Tensor>(prefix: string, tensors: ReadonlyMap<string, T>): Generator<[string, T]> {
  for (const [name, tensor] of tensors) yield [`${prefix}.${name}`, tensor];
}

interface Restored {
  readonly trained: TrainedWeights;
  readonly optimizer: Optimizer;
  readonly kept: Map<string, Tensor>;
  readonly others: ReadonlyMap<string, Variable>;
}

/** @throws TlcError CHECKPOINT_INVALID, before anything has changed, where a tensor is missing */
function restore(tensors: ReadonlyMap<string, Tensor>, { trained, optimizer, kept, others }: Restored): void {
  const variables = new Map<string, Variable>([...named('weight', trained.variables), ...others]);
  for (const name of variables.keys()) {
    if (!tensors.has(name)) throw new TlcError('CHECKPOINT_INVALID', `the checkpoint has no ${name}`);
  }
  optimizer.restore(tensors);
  for (const [name, variable] of variables) tf.tidy(() => variable.assign(privateCopy(tensors.get(name)!)));
  const prefix = 'kept.';
  for (const [name, value] of tensors) {
    if (name.startsWith(prefix)) kept.set(name.slice(prefix.length), tf.keep(privateCopy(value)));
  }
}
