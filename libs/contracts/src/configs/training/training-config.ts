import type { DevSplitConfig } from './dev-split.js';
import type { FinetuneConfig } from './finetune.js';
import type { OptimizationConfig } from './optimization.js';
import type { PretrainConfig } from './pretrain.js';
import type { StopConfig } from './stop.js';
import type { TrainConfig } from './train.js';

/** The config of a training, whoever asks for it. */
export type TrainingConfig = Omit<OptimizationConfig, 'stop' | 'withoutEffect'> & {
  readonly stop: Partial<StopConfig>;
  /** Of pre-training. */
  readonly objective?: string;
} & Partial<
    Pick<PretrainConfig, 'mask_probability' | 'mask_by' | 'generator_size' | 'stacking' | 'initial_outputs'> &
      Pick<DevSplitConfig, 'keep' | 'watch' | 'evaluations' | 'average_checkpoints'> &
      Pick<FinetuneConfig, 'head' | 'labels'> &
      Pick<TrainConfig, 'label_smoothing'>
  >;
