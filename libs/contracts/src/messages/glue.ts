/** A figure over several trainings of one recipe. */
export interface Spread {
  readonly mean: number;
  /** Half the width of the 95 % interval of the mean by Student's t; absent for one training. */
  readonly half_width?: number;
  /** One for each training, in the order in which they were given. */
  readonly values: readonly number[];
}

/** A measure of a task; MNLI's is there for each half of its dev set. */
export interface GlueMeasure extends Spread {
  readonly name: string;
  readonly split: string;
}

/** A task's line in GLUE's table. Values are shares and correlations, as Measure has them. */
export interface GlueRow {
  /** GLUE's own name, such as STS-B. */
  readonly task: string;
  readonly measures: readonly GlueMeasure[];
  /** The mean of its measures. */
  readonly score: Spread;
  /** The models that were measured, in the order of `values`. */
  readonly models: readonly string[];
}

/** The tasks of GLUE side by side. */
export interface GlueTable {
  readonly rows: readonly GlueRow[];
  /** The mean of the tasks' scores; its interval is of trainings of one place in the list, where all tasks have as many. */
  readonly average: Spread;
  /** The tasks of GLUE that are not in it. */
  readonly absent: readonly string[];
}

/** `glue.json` of what `evaluate.glue` makes. */
export interface GlueReport extends GlueTable {
  readonly signature: string;
  readonly submission?: {
    /** The zip that holds the files. */
    readonly archive: string;
    /** Which model of each task it is of. */
    readonly of: string;
    readonly files: readonly { readonly file: string; readonly rows: number; readonly model: string }[];
    /** Files that GLUE takes and it lacks. */
    readonly absent: readonly string[];
  };
}
