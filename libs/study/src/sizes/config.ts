import {
  checkName,
  ChoiceKey,
  FreeObjectKey,
  IntegerKey,
  IntegerListKey,
  LEAST_STOP,
  NumberKey,
  NumberListKey,
  ObjectKey,
  TextKey,
  TextListKey,
} from '#contracts';

/** `study` of a study's document: models of several sizes, each trained from scratch by several seeds for several times, and
 * compressed. */
export class StudyConfig {
  @TextKey('file or folder of a labelled task with classes; relative paths start at the document’s file')
  readonly data!: string;

  @TextKey('GLUE task whose columns and labels the files have, such as glue/sst2', { optional: true })
  readonly task?: string;

  @TextListKey('of a task of your own: column of the text, or columns of the two texts of a pair', {
    optional: true,
    max: 2,
  })
  readonly text_columns?: string[];

  @TextKey('of a task of your own: column of the label', { optional: true })
  readonly label_column?: string;

  @NumberKey('share of the train split that is set aside to measure on, where the files have no dev split', {
    optional: true,
    min: 0.001,
    max: 0.5,
  })
  readonly dev_share?: number;

  @IntegerKey('pieces of the vocabulary', { min: 10, max: 1_000_000 })
  readonly vocab_size: number = 4000;

  @IntegerKey('tokens of a text, at most', { min: 4, max: 8192 })
  readonly max_length: number = 64;

  @FreeObjectKey(
    'architectures by name, as `model.pretrain` takes them: { small: { layers: 2, hidden_size: 128, heads: 2 } }',
  )
  readonly sizes!: Record<string, unknown>;

  @FreeObjectKey(
    'peak learning rates of both trainings by size, where they are not those of the operations: { large: 0.0003 }',
  )
  readonly rates: Record<string, unknown> = {};

  @IntegerListKey('seeds; verdicts need three', { min: 0, max: 4_294_967_295 })
  readonly seeds: number[] = [1, 2, 3];

  @NumberListKey('seconds of training of a model, pre-training included; the last are those that are compressed', {
    min: 1,
  })
  readonly seconds!: number[];

  @NumberKey('share of the seconds that goes to pre-training; 0: models are trained on the task at once', {
    min: 0,
    max: 0.95,
  })
  readonly pretrain_share: number = 0.3;

  @ChoiceKey(
    'where the models of the shorter times come from: trainings of their own, which end then; or checkpoints of the longest training, so that a curve costs one training, whose rate goes on falling after them',
    ['trainings', 'checkpoints'],
  )
  readonly curve: 'trainings' | 'checkpoints' = 'trainings';

  @FreeObjectKey('further keys of `model.pretrain`, such as { learning_rate: 0.001 }')
  readonly pretrain: Record<string, unknown> = {};

  @FreeObjectKey('further keys of `model.finetune`')
  readonly finetune: Record<string, unknown> = {};

  @IntegerListKey('bits of a weight, in groups of 64', { min: 2, max: 8, optional: true })
  readonly bits?: number[];

  @NumberListKey('shares of the weights that are pruned by magnitude', { min: 0.01, max: 0.99, optional: true })
  readonly sparsity?: number[];

  problem() {
    const names = Object.keys(this.sizes ?? {});
    if (names.length < 2) return { key: 'sizes', message: 'a study compares two sizes at least' };
    for (const name of names) checkName(name, 'study.sizes');
    const unknown = Object.keys(this.rates).find((name) => !names.includes(name));
    if (unknown !== undefined)
      return { key: `rates.${unknown}`, message: `it is none of the sizes ${names.join(', ')}` };
    const twice = (['seeds', 'seconds', 'bits', 'sparsity'] as const).find(
      (key) => new Set(this[key]).size < (this[key]?.length ?? 0),
    );
    if (twice) return { key: twice, message: 'a value stands twice' };
    const before = preTraining(this);
    return this.curve === 'checkpoints' && this.seconds?.some((seconds) => seconds < before + LEAST_STOP.seconds)
      ? {
          key: 'seconds',
          message: `the first ${before} seconds of the longest training are pre-training: name later ones, or a smaller pretrain_share`,
        }
      : undefined;
  }
}

/** Seconds of the longest training that are pre-training, to the millisecond. */
export const preTraining = ({
  seconds,
  pretrain_share: share,
}: Pick<StudyConfig, 'seconds' | 'pretrain_share'>): number =>
  Number((Math.max(...(seconds ?? [])) * share).toFixed(3));

/** The document of a study. */
export class StudyDocument {
  @TextKey('name; runs are called after it')
  readonly name!: string;

  @ObjectKey('what is compared', () => StudyConfig)
  readonly study!: StudyConfig;
}
