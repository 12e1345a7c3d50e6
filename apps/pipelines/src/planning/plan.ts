import { resolve } from 'node:path';
import { type ArtifactKind, StepConfig, checkConfig, takesKind } from '#contracts';
import { type JobPlan, type PluginChoice, planJob } from '#runtime/plan';
import type { PipelineDocument } from '../document/document.js';
import { type ExpandedStep, type InputReference, expand } from './expand.js';
import { inField, wanted, wrongInput } from './references.js';
import { checkLabelled } from './step-rules.js';

/** What planning asks of the world. */
export interface Surroundings {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Digest of a file or folder. @throws TlcError FILE_MISSING */
  digest(path: string): Promise<string>;
  /** @param path what to call the plugin's config in messages
   * @throws TlcError PLUGIN_UNKNOWN, CONFIG_… */
  choosePlugin(id: string, config: unknown, path: string): Promise<PluginChoice>;
  /** Whether the store has a result. */
  has(id: string): Promise<boolean>;
  /** An artifact by the first letters of its id. @throws TlcError ARTIFACT_UNKNOWN */
  find(prefix: string): Promise<{ readonly id: string; readonly kind: ArtifactKind }>;
}

/** A step that can run as soon as those it needs are done. */
export interface PlannedJob {
  readonly name: string;
  readonly base: string;
  readonly plan: JobPlan;
  /** Inputs as the job's message carries them. */
  readonly inputs: JobPlan['inputs'];
  readonly seed: number;
  readonly needs: readonly string[];
  readonly cached: boolean;
}

/** A pipeline whose every step's result is known by its id. */
export interface PipelinePlan {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** Each after those that it needs. */
  readonly steps: readonly PlannedJob[];
  readonly compare: readonly string[];
}

/** Plans a pipeline: everything that can be wrong with it before it runs is found here.
 * @throws TlcError those of expand, CONFIG_…, PLUGIN_UNKNOWN, FILE_MISSING, ARTIFACT_UNKNOWN */
export async function planPipeline(document: PipelineDocument, world: Surroundings): Promise<PipelinePlan> {
  const { steps, compare } = expand(document);
  world = { ...world, digest: once(world.digest) };
  const done = new Map<string, PlannedJob>();
  for (const step of steps) done.set(step.name, await planStep(step, document.seed, done, world));
  const jobs = [...done.values()];
  const { name, title, seed } = document;
  return { name, title, seed, steps: jobs, compare };
}

/** Thousands of steps may read one folder. */
function once(digest: Surroundings['digest']): Surroundings['digest'] {
  const known = new Map<string, Promise<string>>();
  return (path) => {
    if (!known.has(path)) known.set(path, digest(path));
    return known.get(path)!;
  };
}

async function planStep(
  step: ExpandedStep,
  pipelineSeed: number,
  done: ReadonlyMap<string, PlannedJob>,
  world: Surroundings,
): Promise<PlannedJob> {
  const path = `steps.${step.base}`;
  const { seed = pipelineSeed } = checkConfig(StepConfig, { do: step.operation.name, seed: step.seed }, path);
  const inputs: Record<string, object> = {};
  for (const [input, reference] of Object.entries(step.inputs)) {
    inputs[input] = await inputOf(step, input, reference, done, world);
  }
  const plan = await planJob(
    { operation: step.operation.name, inputs: inputs as JobPlan['inputs'], config: step.config, seed },
    {
      path,
      digest: world.digest,
      pluginOf: (compress) =>
        world.choosePlugin(compress.with, compress.config, `${path}.config`).catch(inField(`${path}.with`)),
    },
  );
  checkLabelled(step, (name) => done.get(name)?.plan.recipe);
  const needs = Object.values(step.inputs)
    .flat()
    .flatMap((reference) => ('step' in reference ? [reference.step] : []));
  const cached = await world.has(plan.id);
  return { name: step.name, base: step.base, plan, inputs: plan.inputs, seed, needs: [...new Set(needs)], cached };
}

async function inputOf(
  step: ExpandedStep,
  input: string,
  reference: InputReference | readonly InputReference[],
  done: ReadonlyMap<string, PlannedJob>,
  world: Surroundings,
): Promise<object> {
  const field = `steps.${step.base}.${input}`;
  const spec = step.operation.inputs.find(({ name }) => name === input)!;
  const one = async (item: InputReference) => {
    if ('step' in item) return { artifact: done.get(item.step)!.plan.id };
    if ('path' in item) {
      const path = resolve(world.folder, item.path);
      return { path, digest: await world.digest(path).catch(inField(field)) };
    }
    const { id, kind } = await world.find(item.artifact).catch(inField(field));
    if (takesKind(spec, kind)) return { artifact: id };
    throw wrongInput(field, `artifact ${id.slice(0, 12)} holds ${kind}, expected ${wanted(spec)}.`);
  };
  return Array.isArray(reference) ? Promise.all(reference.map(one)) : one(reference as InputReference);
}
