/** A step as `plan` answers it. Sizes are in bytes, and absent where they cannot be known before the step runs. */
export interface PlannedStep {
  readonly name: string;
  readonly operation: string;
  readonly service: string;
  /** The result's id: the hash of its recipe. */
  readonly artifact: string;
  /** Whether the store has the result already. */
  readonly cached: boolean;
  readonly needs: readonly string[];
  /** Values in the model that results. */
  readonly parameters?: number;
  /** Weights of the model that results, as its file will hold them. */
  readonly bytes?: number;
  /** Memory of the process that computes it, at its peak. */
  readonly memory?: number;
  /** What that is the sum of, where the step trains: process, data, model (as it starts), weights, moments, best,
   * gradients, activations, working, allocator. */
  readonly memory_parts?: Readonly<Record<string, number>>;
  /** Wall clock that its config allows it, or that steps of its kind took before. */
  readonly seconds?: number;
  /** How much it trains, where that is not a time. */
  readonly training?: { readonly epochs?: number; readonly updates?: number };
}

/** Something that is allowed but probably not meant. */
export interface PlanWarning {
  readonly step?: string;
  readonly text: string;
}

/** `tlc.v1.pipelines.plan` answers this. */
export interface PlanAnswer {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** In an order in which they could run. At most 500 of them fit an answer; `total` counts all. */
  readonly steps: readonly PlannedStep[];
  readonly total: number;
  readonly cached: number;
  /** Of the steps that would run; of those that `unlimited` counts it is unknown. */
  readonly seconds: number;
  /** Steps that would run and whose time nothing limits. */
  readonly unlimited: number;
  readonly compare: readonly string[];
  readonly warnings: readonly PlanWarning[];
}

/** `tlc.v1.pipelines.submit` answers this. */
export interface SubmitAnswer {
  readonly run: string;
  readonly name: string;
  readonly steps: number;
  readonly cached: number;
  readonly seconds: number;
  readonly unlimited: number;
  readonly warnings: readonly PlanWarning[];
}
