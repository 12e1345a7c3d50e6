import { ChoiceKey, FlagKey, FreeObjectKey, IntegerKey, TextKey } from '../schema/keys.js';
import type { ErrorBody } from '../errors/tlc-error.js';
import { ARTIFACT_KINDS } from './artifacts.js';
import type { Progress } from './events.js';

/** `tlc.v1.pipelines.submit` and `.plan`. Exactly one of `pipeline` and `text`. */
export class SubmitRequest {
  @FreeObjectKey('the pipeline document', { optional: true })
  readonly pipeline?: Record<string, unknown>;

  @TextKey('the pipeline document as YAML or JSON text', { optional: true, max: 1_000_000 })
  readonly text?: string;

  @FreeObjectKey('values for keys of the pipeline’s own `set`, which they replace', { optional: true })
  readonly set?: Record<string, unknown>;

  @TextKey('folder that relative paths of the pipeline start from; left out: that of the service', { optional: true })
  readonly folder?: string;

  @FlagKey('compute every step again, even where the store has its result')
  readonly fresh: boolean = false;

  problem() {
    return (this.pipeline === undefined) === (this.text === undefined)
      ? { key: 'pipeline', message: 'give exactly one of pipeline and text' }
      : undefined;
  }
}

/** `tlc.v1.pipelines.cancel` */
export class RunRequest {
  @TextKey('id of the run')
  readonly run!: string;
}

/** `tlc.v1.pipelines.status` */
export class StatusRequest extends RunRequest {
  @IntegerKey('steps of the run that the answer leaves out at its beginning', { min: 0, max: 10_000 })
  readonly from: number = 0;

  @IntegerKey('steps in the answer, at most', { min: 0, max: 500 })
  readonly limit: number = 500;
}

/** `tlc.v1.pipelines.list` */
export class ListRunsRequest {
  @IntegerKey('how many, newest first', { min: 1, max: 1000 })
  readonly limit: number = 20;
}

/** `tlc.v1.plugins.list` has no keys. */
export class EmptyRequest {}

/** `tlc.v1.plugins.show` */
export class PluginRequest {
  @TextKey('id of the plugin')
  readonly id!: string;
}

/** `tlc.v1.artifacts.list` */
export class ListArtifactsRequest {
  @ChoiceKey('only those of this kind', ARTIFACT_KINDS, { optional: true })
  readonly kind?: string;
}

/** `tlc.v1.artifacts.show` */
export class ArtifactRequest {
  @TextKey('id of the artifact, or its first letters')
  readonly id!: string;
}

export type StepStatus = 'waiting' | 'queued' | 'running' | 'completed' | 'failed' | 'cancelled' | 'skipped';
export type RunStatus = 'running' | 'completed' | 'failed' | 'cancelled';

/** A step of a run as `status` answers it. */
export interface StepState {
  readonly name: string;
  readonly operation: string;
  readonly service: string;
  readonly status: StepStatus;
  /** The result's id, known from the plan on (it is the recipe's hash). */
  readonly artifact: string;
  /** Whether the store had the result. */
  readonly cached: boolean;
  readonly needs: readonly string[];
  /** What it is for, where the pipeline says. */
  readonly says?: string;
  /** Seconds that it may take, as planned; absent where nothing limits them. */
  readonly expected_seconds?: number;
  /** Seconds that it took. */
  readonly seconds?: number;
  readonly progress?: Progress;
  readonly summary?: Record<string, string | number>;
  readonly error?: ErrorBody;
}

/** A run without its steps, as `list` answers it. */
export interface RunSummary {
  readonly run: string;
  readonly name: string;
  readonly title: string;
  readonly status: RunStatus;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly ended?: string;
  readonly seed: number;
  /** Steps in all, and in each status. */
  readonly total: number;
  readonly counts: Readonly<Record<StepStatus, number>>;
}

/** A run as `status` answers it; `steps` holds those that were asked for. */
export interface RunState extends RunSummary {
  /** Steps that the report puts side by side. */
  readonly compare: readonly string[];
  readonly steps: readonly StepState[];
}
