import { type ArtifactKind, StepConfig, checkConfig } from '#contracts';
import {
  type ChoosePlugin,
  type OperationRegistry,
  type ResolvedJob,
  absenceOf,
  locateFiles,
  resolveJob,
  takesKind,
} from '#jobs';
import type { PipelineDocument } from '../document/document.js';
import { type ExpandedStep, type InputReference, expand } from './expand.js';
import { type LeftOut, presentOf } from './left-out.js';
import { inField, wanted, wrongInput } from './references.js';

/** What resolving asks of the world. */
export interface Surroundings {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** Digest of a file or folder. @throws TlcError FILE_MISSING */
  digest(path: string): Promise<string>;
  readonly operations: OperationRegistry;
  readonly choosePlugin: ChoosePlugin;
  /** Whether the store has a result that stands. */
  has(id: string): Promise<boolean>;
  /** An artifact by the first letters of its id. @throws TlcError ARTIFACT_UNKNOWN */
  find(prefix: string): Promise<{ readonly id: string; readonly kind: ArtifactKind }>;
}

/** A step that can run as soon as those it needs are done. */
export interface ResolvedStep {
  readonly name: string;
  readonly base: string;
  readonly job: ResolvedJob;
  readonly seed: number;
  readonly needs: readonly string[];
  readonly cached: boolean;
  /** What it is for. */
  readonly says?: string;
}

/** A pipeline whose every step's result is known by its id. */
export interface ResolvedPipeline {
  readonly name: string;
  readonly title: string;
  readonly seed: number;
  /** Each after those that it needs. */
  readonly steps: readonly ResolvedStep[];
  readonly compare: readonly string[];
  /** Steps with `when: present` whose files are not there. */
  readonly leftOut: readonly LeftOut[];
}

/** Resolves each step of a pipeline: everything that can be wrong with it before it runs is found here.
 * @throws TlcError those of expand and presentOf, CONFIG_…, PLUGIN_UNKNOWN, FILE_MISSING, ARTIFACT_UNKNOWN */
export async function resolvePipeline(document: PipelineDocument, world: Surroundings): Promise<ResolvedPipeline> {
  const { steps, compare, leftOut } = await presentOf(expand(document), (step) => absenceIn(step, world.folder));
  world = { ...world, digest: once(world.digest) };
  const done = new Map<string, ResolvedStep>();
  for (const step of steps) done.set(step.name, await resolveStep(step, document.seed, done, world));
  const { name, title, seed } = document;
  return { name, title, seed, steps: [...done.values()], compare, leftOut };
}

function absenceIn({ base, operation, inputs, config }: ExpandedStep, folder: string): Promise<string | undefined> {
  const paths = Object.entries(inputs).flatMap(([name, value]) =>
    [value].flat().flatMap((reference) => ('path' in reference ? [[name, reference.path] as const] : [])),
  );
  return absenceOf(operation, config, paths, folder, `steps.${base}`).catch(inField(`steps.${base}`));
}

/** Thousands of steps may read one folder. */
function once(digest: Surroundings['digest']): Surroundings['digest'] {
  const known = new Map<string, Promise<string>>();
  return (path) => {
    if (!known.has(path)) known.set(path, digest(path));
    return known.get(path)!;
  };
}

async function resolveStep(
  step: ExpandedStep,
  pipelineSeed: number,
  done: ReadonlyMap<string, ResolvedStep>,
  world: Surroundings,
): Promise<ResolvedStep> {
  const path = `steps.${step.base}`;
  const { seed = pipelineSeed } = checkConfig(StepConfig, { do: step.operation.name, seed: step.seed }, path);
  const inputs: Record<string, object> = {};
  for (const [input, reference] of Object.entries(step.inputs)) {
    inputs[input] = await inputOf(step, input, reference, done, world);
  }
  const { operations, digest, choosePlugin } = world;
  const job = await resolveJob(
    { operation: step.operation.name, inputs: inputs as ResolvedJob['inputs'], config: step.config, seed },
    {
      path,
      operations,
      digest,
      choosePlugin: async (id, config, field, searched) => {
        try {
          return await choosePlugin(id, config, field, searched);
        } catch (error) {
          return inField(`${path}.with`)(error);
        }
      },
    },
  );
  const needs = Object.values(step.inputs)
    .flat()
    .flatMap((reference) => ('step' in reference ? [reference.step] : []));
  // What is made of a step that will run may not be made of what that will make: it is looked at again then.
  const cached = needs.every((name) => done.get(name)!.cached) && (await world.has(job.id));
  const said = step.says === undefined ? {} : { says: step.says };
  return { name: step.name, base: step.base, job, seed, needs: [...new Set(needs)], cached, ...said };
}

async function inputOf(
  step: ExpandedStep,
  input: string,
  reference: InputReference | readonly InputReference[],
  done: ReadonlyMap<string, ResolvedStep>,
  world: Surroundings,
): Promise<object> {
  const field = `steps.${step.base}.${input}`;
  const spec = step.operation.inputs.find(({ name }) => name === input)!;
  const one = async (item: InputReference) => {
    if ('step' in item) return { artifact: done.get(item.step)!.job.id };
    if ('path' in item) return locateFiles(spec, item.path, world.folder, world.digest).catch(inField(field));
    const { id, kind } = await world.find(item.artifact).catch(inField(field));
    if (takesKind(spec, kind)) return { artifact: id };
    throw wrongInput(field, `artifact ${id.slice(0, 12)} holds ${kind}, expected ${wanted(spec)}.`);
  };
  return Array.isArray(reference) ? Promise.all(reference.map(one)) : one(reference as InputReference);
}
