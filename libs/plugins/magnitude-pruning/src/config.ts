import { ChoiceKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `magnitude-pruning`. */
export class MagnitudePruningConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @IntegerKey('steps in which sparsity is reached, with fine-tuning after each; 1 prunes once', { min: 1, max: 1000 })
  readonly steps: number = 1;

  @ChoiceKey('where magnitudes are compared: over all tensors, or in each', ['global', 'tensor'])
  readonly scope: string = 'global';

  @ChoiceKey('how sparsity rises from step to step', ['cubic', 'linear'])
  readonly schedule: string = 'cubic';

  @ChoiceKey('which weights: those of linear layers, or of embeddings too', ['linear', 'linear+embedding'])
  readonly include: string = 'linear';

  @NumberKey('seconds of fine-tuning in all, shared equally among the steps', {
    min: 0.1,
    max: 31_536_000,
    optional: true,
  })
  readonly finetune_seconds?: number;

  @IntegerKey('updates of fine-tuning in all, shared equally among the steps', {
    min: 1,
    max: 100_000_000,
    optional: true,
  })
  readonly finetune_steps?: number;

  @NumberKey('epochs of fine-tuning in all, shared equally among the steps', {
    min: 0.001,
    max: 100_000,
    optional: true,
  })
  readonly finetune_epochs?: number;

  @NumberKey('peak learning rate of fine-tuning', { min: 0, max: 10 })
  readonly learning_rate: number = 1e-4;

  problem() {
    for (const [key, least] of LEAST) {
      const limit = this[key];
      if (limit !== undefined && limit / this.steps < least) {
        return { key, message: `${limit} is too little for ${this.steps} steps: each needs ${least} at least` };
      }
    }
    return this.steps > 1 && !finetunes(this)
      ? { key: 'steps', message: `${this.steps} steps need finetune_seconds, finetune_steps or finetune_epochs` }
      : undefined;
  }

  withoutEffect() {
    const once = this.steps === 1 && this.schedule !== 'cubic';
    return [
      ...(once ? [{ key: 'schedule', message: 'sparsity is reached in one step' }] : []),
      ...(!finetunes(this) && this.learning_rate !== 1e-4
        ? [{ key: 'learning_rate', message: 'there is no fine-tuning' }]
        : []),
    ];
  }
}

/** Least that training takes as its limit. */
const LEAST = [
  ['finetune_seconds', 0.1],
  ['finetune_steps', 1],
  ['finetune_epochs', 0.001],
] as const;

/** Whether fine-tuning follows each step. */
export function finetunes(config: MagnitudePruningConfig): boolean {
  return [config.finetune_seconds, config.finetune_steps, config.finetune_epochs].some((limit) => limit !== undefined);
}
