import type { ArtifactKind } from '#contracts';
import { type ArtifactFacts, type Forecast, type StepEstimate, type StepToPlan, readFacts } from '#jobs';
import { queryOf } from './query-of.js';
import type { ResolvedPipeline, ResolvedStep } from './resolve-pipeline.js';

/** What forecasting asks of the store. */
export interface Past {
  /** Seconds that steps of an operation took before. */
  pastSeconds(operation: string): number | undefined;
  /** A folder that describes an artifact. */
  outlineOf(artifact: string): Promise<string>;
}

/** Forecasts each step of a pipeline by its operation's `plan`.
 * @throws TlcError what the operations refuse */
export async function forecastPipeline(
  { steps }: ResolvedPipeline,
  past: Past,
): Promise<ReadonlyMap<string, StepEstimate>> {
  const facts = new Map<string, ArtifactFacts>();
  const estimates = new Map<string, StepEstimate>();
  for (const step of steps) {
    const { operation, id } = step.job;
    const { estimate = {}, facts: own = {} } = await forecastStep(step, facts, past);
    // By the id, since an input names what it takes so.
    facts.set(id, { ...own, ...(await factsOf(step, past)) });
    const { name, usualSeconds } = operation;
    const usual = usualSeconds === undefined ? undefined : (past.pastSeconds(name) ?? usualSeconds);
    estimates.set(step.name, { ...estimate, seconds: estimate.seconds ?? usual });
  }
  return estimates;
}

async function forecastStep(
  step: ResolvedStep,
  facts: ReadonlyMap<string, ArtifactFacts>,
  past: Past,
): Promise<Forecast> {
  const { job, seed, base } = step;
  const { operation, inputs } = job;
  const inputOf = (name: string) => inputs[name] as { artifact: string } | { path: string } | undefined;
  const toPlan: StepToPlan = {
    ...queryOf(job),
    seed,
    async known(name) {
      const input = inputOf(name);
      if (!input) return {};
      const { takes } = operation.inputs.find((spec) => spec.name === name)!;
      if (takes === 'files') return {};
      if ('path' in input) return readFacts(input.path, takes);
      return facts.get(input.artifact) ?? factsIn(past, input.artifact, takes);
    },
    fieldOf: (key) => `steps.${base}.${key}`,
  };
  return operation.plan(toPlan);
}

/** What a data set that is there says of itself: more than can be told before it is made. */
async function factsOf({ cached, job }: ResolvedStep, past: Past): Promise<ArtifactFacts> {
  return cached && job.operation.makes === 'dataset' ? factsIn(past, job.id, 'dataset') : {};
}

/** Nothing of an artifact that is not there: the step that reads it says so. */
async function factsIn(past: Past, artifact: string, kind: ArtifactKind): Promise<ArtifactFacts> {
  const folder = await past.outlineOf(artifact).catch(() => undefined);
  return folder === undefined ? {} : readFacts(folder, kind);
}
