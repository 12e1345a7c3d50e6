export { type Answers, createAnswers } from './answers.js';
export type { Planner } from './planning/planner.js';
export { readDocument } from './document/read-document.js';
export { dependantsOf, lineageOf } from './artifacts/lineage.js';
export type { ResolvedPipeline, ResolvedStep } from './planning/resolve-pipeline.js';
export { type Runner, createRunner } from './runs/runner.js';
export { type Submission, submit } from './submit.js';
