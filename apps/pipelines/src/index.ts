import type { RunningService, ServiceOptions } from '#runtime';

export { type Answers, createAnswers } from './answers.js';
export { lineageOf } from './artifacts/lineage.js';
export type { PipelinePlan, PlannedJob } from './planning/plan.js';
export { type Runner, createRunner } from './runs/runner.js';

/** Starts the pipelines service in this process. Nest is loaded here and not before: what needs no server is answered
 * without it. */
export async function start(options: ServiceOptions = {}): Promise<RunningService> {
  const [{ startService }, { PipelinesModule }] = await Promise.all([
    import('#runtime'),
    import('./pipelines.module.js'),
  ]);
  return startService({ name: 'pipelines', module: PipelinesModule }, options);
}
