import 'reflect-metadata';

export { LABEL_MAPPING } from './configs/label-mapping.js';
export {
  checkpointName,
  CHECKPOINTS_FOLDER,
  type CheckpointTime,
  checkpointTimes,
} from './configs/training/checkpoints.js';
export { FinetuneConfig } from './configs/training/finetune.js';
export { TrainConfig } from './configs/training/train.js';
export { MASK_PROBABILITY } from './configs/training/masking.js';
export { PretrainConfig } from './configs/training/pretrain.js';
export { MethodFinetuneConfig } from './configs/training/method-finetune.js';
export { OptimizationConfig } from './configs/training/optimization.js';
export type { TrainingConfig } from './configs/training/training-config.js';
export { PipelineConfig, ReportConfig, StepConfig } from './configs/pipeline.js';
export { isStackOf, stageEnds, type StackingConfig } from './configs/training/stacking.js';
export { LEAST_STOP, StopConfig } from './configs/training/stop.js';
export { partOfStop, partsProblem } from './configs/training/stop-parts.js';
export { cancelIfAborted, cancelled } from './errors/cancelled.js';
export { ERRORS, type ErrorCode, type ErrorEntry } from './errors/catalogue/index.js';
export { TlcError, type ErrorBody } from './errors/tlc-error.js';
export {
  type Ancestor,
  ARTIFACT_KINDS,
  type ArtifactKind,
  type ArtifactList,
  type ArtifactSummary,
} from './messages/artifacts.js';
export type { JobEvent, JobEventType, Progress } from './messages/events.js';
export { EVENT_BODIES } from './messages/event-body.js';
export { JobMessage, type InputValue } from './messages/job.js';
export * from './messages/models.js';
export * from './messages/pipelines.js';
export * from './messages/recommend.js';
export type { PlanAnswer, PlannedStep, PlanWarning, SubmitAnswer } from './messages/plan.js';
export type { GlueMeasure, GlueReport, GlueRow, GlueTable, Spread } from './messages/glue.js';
export type { MeasuredModel, Measure, Scores } from './messages/scores.js';
export { gigabytes } from './gigabytes.js';
export { isAlive } from './is-alive.js';
export { NAME_RULE, checkName } from './names.js';
export { namePattern } from './patterns.js';
export { type CrossChecked, checkConfig, keysWithoutEffect, unknownKey } from './schema/check.js';
export { shown, written, wrongValue } from './schema/wrong-value.js';
export { jsonSchemaOf } from './schema/json-schema.js';
export { type KeyDescription, describeConfig } from './schema/describe.js';
export {
  ChoiceKey,
  type ConfigClass,
  FlagKey,
  FreeObjectKey,
  IntegerKey,
  IntegerListKey,
  type JsonSchema,
  type KeyDoc,
  NumberKey,
  NumberListKey,
  NumberMapKey,
  ObjectKey,
  type PlainConfig,
  TextKey,
  TextListKey,
  TextListOrMapKey,
  TextMapKey,
  keysOf,
  rangeOf,
} from './schema/keys.js';
export { nearest } from './schema/nearest.js';
export { numberVariable } from './schema/number-variable.js';
export { NOTICE, isNotice, noticeLine } from './messages/notice.js';
export {
  PREFIX,
  SERVING_SUBJECTS,
  STREAMS,
  SUBJECTS,
  type SubjectSpec,
  cancelSubject,
  deadSubject,
  eventSubject,
  healthSpec,
  healthSubject,
  isHealthSubject,
  jobSpec,
  jobSubject,
} from './subjects.js';
export { VERSION } from './version.js';
export { content, quoted } from './errors/content.js';
export { jsonPlace } from './errors/json-place.js';
