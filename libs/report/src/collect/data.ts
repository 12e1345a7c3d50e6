import type { GlueReport, Measure } from '#contracts';

/** A model in the comparison. What was not measured is absent. */
export interface Row {
  /** The step that made it. */
  readonly name: string;
  readonly artifact: string;
  /** Values in its tensors, zeros included. */
  readonly parameters?: number;
  /** Size of the files that a user would ship. */
  readonly bytes?: number;
  /** Seconds of training on the way to it, pre-training by TLC included. */
  readonly trainingSeconds?: number;
  /** Real tokens that it was trained on in these seconds. */
  readonly trainingTokens?: number;
  /** The task's own measure. */
  readonly quality?: Measure;
  readonly latency?: Measure;
  /** All that was measured, with signatures. */
  readonly measures: readonly Measure[];
  /** What was measured beside it in the same run: the uncompressed model's speed. */
  readonly beside?: { readonly artifact: string; readonly latency?: Measure };
  /** Ids of the models on the way to it, the first first. */
  readonly ancestors: readonly string[];
  /** Whether a compression method was applied on the way. */
  readonly isCompressed: boolean;
}

export type Phase = 'pretrain' | 'train' | 'finetune' | 'compress';

/** A point of a curve, as `history.json` has it. */
export interface CurvePoint {
  readonly seconds: number;
  readonly loss: number;
  readonly tokens: number;
  readonly dev?: { readonly name: string; readonly value: number };
}

/** How one step trained. */
export interface Curve {
  readonly step: string;
  readonly phase: Phase;
  readonly points: readonly CurvePoint[];
}

/** A step of the pipeline, as far as it is done. */
export interface ReportStep {
  readonly name: string;
  readonly operation: string;
  readonly artifact: string;
  readonly status: string;
  readonly seconds?: number;
  /** With every default filled in. */
  readonly config?: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  readonly needs: readonly string[];
  readonly summary: Readonly<Record<string, string | number>>;
}

/** GLUE's table, as a step of `evaluate.glue` made it. */
export interface GlueResult extends GlueReport {
  readonly step: string;
  readonly artifact: string;
}

/** All that a report says, as plain data. */
export interface ReportData {
  readonly run: string;
  readonly title: string;
  /** ISO 8601, of the last step's end. */
  readonly date: string;
  readonly rows: readonly Row[];
  readonly curves: readonly Curve[];
  readonly glue: readonly GlueResult[];
  readonly steps: readonly ReportStep[];
  /** What the steps were made with: each figure with all its values. */
  readonly environment: Readonly<Record<string, readonly string[]>>;
  /** What was measured, in sentences. */
  readonly findings: readonly string[];
}

/** What a report is made from: a run as `status` answers it, or a plan whose results are all there. */
export interface ReportRequest {
  readonly run: string;
  readonly title: string;
  readonly compare: readonly string[];
  readonly steps: readonly {
    readonly name: string;
    readonly operation: string;
    readonly artifact: string;
    readonly status: string;
    readonly needs: readonly string[];
  }[];
}
