import { type Recipe, recipeId } from '#artifacts';
import { type JobMessage, TlcError, checkConfig, keysWithoutEffect } from '#contracts';
import type { Operation } from '../operation/operation.js';
import { refusedKey } from '../operation/given-keys.js';
import type { OperationRegistry } from '../registry/registry.js';
import type { ChoosePlugin, PluginChoice, PluginKeys, PluginInput } from './plugin-choice.js';
import { type ResolvedInputs, recipeInputs, resolveInputs } from './resolve-inputs.js';

export interface ResolveOptions {
  readonly operations: OperationRegistry;
  /** Digest of a file or folder, as digestFiles. */
  readonly digest: (path: string) => Promise<string>;
  /** Left out: the plugins are loaded in this process. */
  readonly choosePlugin?: ChoosePlugin;
  /** The service that is asked to do the job, where it is one: a job of another's is refused before its files are read. */
  readonly service?: string;
  /** What the step is called in messages: `steps.tuned`; left out: keys are called `config.…` and `inputs.…`. */
  readonly path?: string;
}

/** A job with all that decides its result, known before anything is computed. */
export interface ResolvedJob {
  readonly operation: Operation;
  /** The service whose queue it goes to. */
  readonly service: string;
  readonly recipe: Recipe;
  /** Id of the artifact that it makes. */
  readonly id: string;
  readonly inputs: ResolvedInputs;
  /** What is allowed but has no effect, a sentence each. */
  readonly warnings: readonly string[];
}

/** What decides a job's result. */
export type JobRequest = Pick<JobMessage, 'operation' | 'inputs' | 'config' | 'seed'>;

/** The recipe of a job: its config checked and completed, the rules between its keys kept, its inputs by id or by digest.
 * Artifacts need not be there yet, so that a whole pipeline can be planned from its first step on.
 * @throws TlcError PIPELINE_UNKNOWN_OPERATION, PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_…, PLUGIN_UNKNOWN,
 * FILE_MISSING, RECIPE_MISMATCH where a file has another digest than the job says, JOB_WRONG_SERVICE */
export async function resolveJob(job: JobRequest, options: ResolveOptions): Promise<ResolvedJob> {
  const operation = options.operations.get(job.operation);
  const { path } = options;
  checkService(operation, operation.services, options);
  const config = checkConfig(operation.config, job.config, path ?? 'config');
  const plugin = await choose(config as PluginKeys, operation, options);
  const service = plugin?.service ?? operation.services[0];
  checkService(operation, [service], options);
  checkRules(operation, job, config, plugin, path);
  const inputs = await resolveInputs(operation, job.inputs, options.digest);
  const recipe: Recipe = {
    operation: operation.name,
    version: operation.version,
    ...(plugin && { plugin: { id: plugin.id, version: plugin.version } }),
    config: plain(plugin ? { ...config, config: plugin.config } : config),
    inputs: recipeInputs(inputs),
    seed: job.seed,
  };
  const warnings = [...keysWithoutEffect(config), ...(plugin?.warnings ?? [])];
  return { operation, service, recipe, id: recipeId(recipe), inputs, warnings };
}

/** The rules between a job's keys, which planning a pipeline and doing a job share. */
function checkRules(
  operation: Operation,
  { inputs }: JobRequest,
  config: object,
  plugin: PluginChoice | undefined,
  path: string | undefined,
): void {
  const isInput = (key: string) => operation.inputs.some(({ name }) => name === key);
  const fieldOf = (key: string) => `${path ?? (isInput(key) ? 'inputs' : 'config')}.${key}`;
  const has = (input: string) => inputs[input] !== undefined;
  operation.rules?.({ config, has, fieldOf });
  const missing = plugin?.needs.find((input) => !has(input));
  if (missing === undefined) return;
  const what = `is missing: ${NEEDED[missing](plugin!.id)}`;
  throw refusedKey({ fieldOf }, 'PIPELINE_MISSING_INPUT', missing, what);
}

const NEEDED: Readonly<Record<PluginInput, (id: string) => string>> = {
  dataset: (id) => `data, which ${id} trains or calibrates with`,
  teacher: (id) => `a model that ${id} learns from`,
  rewind: (id) => `an earlier state of the model, to which ${id} rewinds its weights`,
};

async function choose(keys: PluginKeys, { loadPlugins }: Operation, { choosePlugin, path }: ResolveOptions) {
  if (!loadPlugins) return undefined;
  const choosing = choosePlugin ?? (await loadPlugins());
  return choosing(keys.with, keys.config, `${path ?? 'config'}.config`, keys.target !== undefined);
}

function checkService({ name }: Operation, services: readonly string[], { service }: ResolveOptions): void {
  if (service === undefined || services.includes(service)) return;
  const doers = services.join(' or ');
  throw new TlcError('JOB_WRONG_SERVICE', `${name} is done by the service ${doers}; this is ${service}`, {
    details: { operation: name, service: doers },
  });
}

/** Without classes, and without keys that were left out. */
const plain = (config: object) => JSON.parse(JSON.stringify(config)) as Record<string, unknown>;
