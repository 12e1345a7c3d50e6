import { ChoiceKey, FreeObjectKey, IntegerKey, ObjectKey, TextKey, TextListKey } from '../schema/keys.js';

/** `report` of a pipeline. */
export class ReportConfig {
  @TextListKey('steps whose models are put side by side; the name of a step with a matrix stands for all of it', {
    min: 0,
    max: 1000,
  })
  readonly compare: string[] = [];

  @TextKey('title of the report; the name of the pipeline if left out', { optional: true, max: 200 })
  readonly title?: string;
}

/** A pipeline document. */
export class PipelineConfig {
  @TextKey('name of the pipeline: runs are called after it')
  readonly name!: string;

  @IntegerKey('seed of everything random', { min: 0, max: 4_294_967_295 })
  readonly seed: number = 1;

  @FreeObjectKey('values by key, each used as ${set.KEY}; `tlc run --set KEY=VALUE` replaces them', { optional: true })
  readonly set?: Record<string, unknown>;

  @FreeObjectKey('the steps by name')
  readonly steps!: Record<string, unknown>;

  @ObjectKey('what the report compares', () => ReportConfig)
  readonly report: ReportConfig = new ReportConfig();
}

/** Keys of a step beside the inputs and the config of its operation. */
export class StepConfig {
  @TextKey('what the step does: an operation')
  readonly do!: string;

  @TextKey('what the step is for, in a sentence, which is shown when it starts; it changes nothing', {
    optional: true,
    max: 300,
  })
  readonly says?: string;

  @IntegerKey('seed of everything random in the step; that of the pipeline if left out', {
    min: 0,
    max: 4_294_967_295,
    optional: true,
  })
  readonly seed?: number;

  @FreeObjectKey('lists of values by key: the step is made once for each combination', { optional: true })
  readonly matrix?: Record<string, readonly unknown[]>;

  @ChoiceKey(
    'present: the step is left out, and with it those that use it, where the files it reads are not there',
    ['present'],
    {
      optional: true,
    },
  )
  readonly when?: string;
}
