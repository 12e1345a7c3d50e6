import { ObjectKey } from '../../schema/keys.js';
import { checkpointName, CheckpointsConfig, checkpointTimes } from './checkpoints.js';
import { OptimizationConfig } from './optimization.js';

/** How a step of a pipeline trains, which may keep models on the way. */
export class CheckpointedConfig extends OptimizationConfig {
  @ObjectKey(
    'when the model is kept as it is then, beside the one that results, so that one training gives a whole curve: { seconds: [30, 60] }; `model.checkpoint` takes one out',
    () => CheckpointsConfig,
    { optional: true },
  )
  readonly checkpoints?: CheckpointsConfig;

  override withoutEffect() {
    const { steps = Infinity, seconds = Infinity } = this.stop;
    const late = checkpointTimes(this.checkpoints).filter((time) =>
      'steps' in time ? time.steps > steps : time.seconds > seconds,
    );
    const own = late.map((time) => ({ key: 'checkpoints', message: `training ends before ${checkpointName(time)}` }));
    return [...super.withoutEffect(), ...own];
  }
}
