import { isStackOf, stageEnds, TlcError, type TrainingConfig } from '#contracts';
import { dimensions, familyOf, hasOwnLayers, type ModelConfig } from '#families';

/** A part of a training in which the model has one depth. */
export interface TrainingStage {
  /** Of the model that is trained in it. */
  readonly config: ModelConfig;
  /** Share of the whole training at which it ends. */
  readonly until: number;
}

/** The stages of a training, the last one with the whole model; without stacking there is no other.
 * @param config of the whole model
 * @throws TlcError CONFIG_WRONG_VALUE where its layers cannot be stacked */
export function trainingStages(training: StackingKeys, config: ModelConfig): readonly TrainingStage[] {
  const { stacking } = training;
  if (!stacking) return [{ config, until: 1 }];
  const problem = stackingProblem(training, config);
  if (problem) {
    const { key, message } = problem;
    throw new TlcError('CONFIG_WRONG_VALUE', `${key}: ${message}`, { details: { field: key } });
  }
  const ends = stageEnds(stacking);
  const shallow = stacking.layers.map((layers, i) => ({
    config: familyOf(config).resized(config, { layers }),
    until: ends[i],
  }));
  return [...shallow, { config, until: 1 }];
}

type StackingKeys = Pick<TrainingConfig, 'stacking' | 'freeze'>;

/** What is wrong with stacking layers of a model, if anything is. Its vocabulary does not matter.
 * @param config of the whole model */
export function stackingProblem(
  { stacking, freeze }: StackingKeys,
  config: ModelConfig,
): { key: string; message: string } | undefined {
  if (!stacking) return undefined;
  const { layers } = dimensions(config);
  const deepest = stacking.layers.at(-1)!;
  if (!hasOwnLayers(config)) {
    const { title } = familyOf(config);
    return { key: 'stacking', message: `the layers of ${title} share their parameters, so that none can be stacked` };
  }
  if (!isStackOf(layers, deepest)) {
    const message = `the model has ${layers} layers, which is not a multiple of ${deepest} beyond it`;
    return { key: 'stacking.layers', message };
  }
  if (freeze.length > 0) return { key: 'freeze', message: 'new layers that are to be stacked have to be trained' };
  return undefined;
}
