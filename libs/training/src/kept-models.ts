import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointName, CHECKPOINTS_FOLDER, checkpointTimes, TlcError } from '#contracts';
import { disposeModel } from '#models';
import type { Stage } from './stages/stage.js';
import type { TrainingState } from './state.js';
import type { TrainingRequest } from './training.js';

/** Keeps the model at the times that a config names. */
export interface KeptModels {
  /** Those that are due, and are not there yet. */
  due(state: TrainingState): readonly string[];
  /** Keeps the model as it is now, by names. */
  keep(names: readonly string[], state: TrainingState, stage: Stage): Promise<void>;
}

export function keptModels({ config, keepModel }: Pick<TrainingRequest, 'config' | 'keepModel'>): KeptModels {
  const times = keepModel ? checkpointTimes(config.checkpoints) : [];
  return {
    due: ({ step, seconds, kept = [] }) =>
      times
        .filter((time) => ('steps' in time ? step >= time.steps : seconds >= time.seconds))
        .map(checkpointName)
        .filter((name) => !kept.includes(name)),
    async keep(names, state, { average, trained }) {
      if (names.length === 0) return;
      average.swap();
      const model = trained.toModel();
      average.swap();
      try {
        const { step: steps, seconds, tokens, history } = state;
        for (const name of names) await keepModel!(name, { model, steps, seconds, tokens, history: [...history] });
      } finally {
        disposeModel(model);
      }
      state.kept = [...(state.kept ?? []), ...names];
    },
  };
}

/** Writes a kept model into a work folder, whole or not at all: a process that is killed and goes on from before it writes it again.
 * @throws TlcError DISK_FULL */
export async function writeKept(work: string, name: string, write: (folder: string) => Promise<void>): Promise<void> {
  const [folder, part] = [name, `${name}.part`].map((each) => join(work, CHECKPOINTS_FOLDER, each));
  try {
    for (const each of [folder, part]) await rm(each, { recursive: true, force: true });
    await mkdir(part, { recursive: true });
    await write(part);
    await rename(part, folder);
  } catch (error) {
    throw TlcError.from(error);
  }
}

/** Copies kept models from a work folder into an artifact's.
 * @throws TlcError DISK_FULL */
export async function copyKept(work: string, output: string, names: readonly string[]): Promise<void> {
  try {
    for (const name of names) {
      const [from, to] = [work, output].map((folder) => join(folder, CHECKPOINTS_FOLDER, name));
      await cp(from, to, { recursive: true });
    }
  } catch (error) {
    throw TlcError.from(error);
  }
}
