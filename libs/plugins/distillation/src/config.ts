import { IntegerKey, MethodFinetuneConfig, ObjectKey } from '#contracts';
import { TeachingConfig } from '#methods';
import { MatchConfig } from './match/config.js';

/** Config of `distillation`. */
export class DistillationConfig extends TeachingConfig {
  @IntegerKey(
    'how many of its layers the student keeps, evenly spread, the first and the last among them; all if left out',
    {
      min: 1,
      max: 1000,
      optional: true,
    },
  )
  readonly layers?: number;

  @ObjectKey(
    'inner states that the student learns to have as the teacher has them; left out: none',
    () => MatchConfig,
    {
      optional: true,
    },
  )
  readonly match?: MatchConfig;

  @ObjectKey('how the student is trained', () => MethodFinetuneConfig)
  readonly finetune!: MethodFinetuneConfig;

  /** Whether the teacher's answers are compared. */
  asksAnswers(): boolean {
    return this.share > 0 && this.match?.share !== 1;
  }

  /** Whether the loss on the labels takes part. */
  asksLabels(): boolean {
    return this.share < 1 && this.match?.share !== 1;
  }

  problem() {
    if (!this.finetune.gradient_checkpointing || !this.match || this.match.by === 'patient') return undefined;
    const message = `not with match.by ${this.match.by}: a layer that backward computes again hands no gradient to its attention`;
    return { key: 'finetune.gradient_checkpointing', message };
  }

  withoutEffect() {
    if (this.match?.share === 1) {
      const message = 'with match.share 1 answers are not compared';
      return [
        ...(this.share === 0.5 ? [] : [{ key: 'share', message }]),
        ...(this.temperature === 2 ? [] : [{ key: 'temperature', message }]),
      ];
    }
    return this.share === 0 ? [{ key: 'temperature', message: 'with share 0 the teacher is not asked' }] : [];
  }
}
