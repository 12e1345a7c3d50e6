import { type Recipe, recipeId } from '#artifacts';
import {
  type CompressConfig,
  type JobMessage,
  type JobService,
  OPERATIONS,
  type OperationSpec,
  TlcError,
  checkConfig,
  findOperation,
  keysWithoutEffect,
  nearest,
} from '#contracts';
import { type PlannedInputs, planInputs, recipeInputs } from './plan-inputs.js';

/** A compression plugin as a recipe needs it. */
export interface PluginChoice {
  readonly id: string;
  readonly version: string;
  /** `quantization` goes to that service, everything else to `pruning`. */
  readonly kind: string;
  /** The plugin's own config, checked, with every default filled in. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether it works on a data set. */
  readonly needsData: boolean;
  /** Keys of its config that have no effect, a sentence each. */
  readonly warnings: readonly string[];
}

/** Finds the plugin that a `compress` job asks for and checks its config.
 * @throws TlcError PLUGIN_UNKNOWN, CONFIG_… */
export type PluginOf = (config: CompressConfig) => PluginChoice | Promise<PluginChoice>;

export interface PlanOptions {
  /** Digest of a file or folder, as digestFiles. */
  readonly digest: (path: string) => Promise<string>;
  /** Left out where `compress` is not done. */
  readonly pluginOf?: PluginOf;
  /** The service that is asked to do the job, where it is one: a job of another's is refused before its files are read. */
  readonly service?: string;
  /** What the step is called in messages: `steps.tuned`; left out: keys are called `config.…` and `inputs.…`. */
  readonly path?: string;
}

/** What a job will make, known before anything is computed. */
export interface JobPlan {
  readonly operation: OperationSpec;
  /** The service whose queue it goes to. */
  readonly service: JobService;
  readonly recipe: Recipe;
  /** Id of the artifact that it makes. */
  readonly id: string;
  readonly inputs: PlannedInputs;
  /** What is allowed but has no effect, a sentence each. */
  readonly warnings: readonly string[];
}

/** What decides a job's result. */
export type JobRequest = Pick<JobMessage, 'operation' | 'inputs' | 'config' | 'seed'>;

/** The recipe of a job: its config checked and completed, its inputs by id or by digest. Artifacts need not be there
 * yet, so that a whole pipeline can be planned from its first step on.
 * @throws TlcError PIPELINE_UNKNOWN_OPERATION, PIPELINE_MISSING_INPUT, CONFIG_…, PLUGIN_UNKNOWN, FILE_MISSING,
 * RECIPE_MISMATCH where a file has another digest than the job says, JOB_WRONG_SERVICE */
export async function planJob(job: JobRequest, options: PlanOptions): Promise<JobPlan> {
  const operation = operationOf(job.operation);
  const { path } = options;
  const config = checkConfig(operation.config, job.config, path ?? 'config');
  const plugin = operation.service === 'by plugin' ? await choose(config as CompressConfig, options) : undefined;
  const service = serviceOf(operation, plugin);
  if (options.service !== undefined && options.service !== service) throw wrongService(operation, service, options);
  checkRules(operation, job, config, plugin, path);
  const inputs = await planInputs(operation, job.inputs, options.digest);
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

function operationOf(name: string): OperationSpec {
  const operation = findOperation(name);
  if (operation) return operation;
  const names = OPERATIONS.map((each) => each.name);
  const near = nearest(name, names);
  const hint = near ? ` Did you mean ${near}?` : '';
  throw new TlcError(
    'PIPELINE_UNKNOWN_OPERATION',
    `${JSON.stringify(name)} is not an operation.${hint} Known: ${names.join(', ')}.`,
    { details: { operation: name, allowed: names, nearest: near } },
  );
}

/** The rules between a job's keys, which planning a pipeline and doing a job share. */
function checkRules(
  operation: OperationSpec,
  { inputs }: JobRequest,
  config: object,
  plugin: PluginChoice | undefined,
  path: string | undefined,
): void {
  const isInput = (key: string) => operation.inputs.some(({ name }) => name === key);
  const fieldOf = (key: string) => `${path ?? (isInput(key) ? 'inputs' : 'config')}.${key}`;
  const has = (input: string) => inputs[input] !== undefined;
  operation.rules?.({ config: config as never, has, fieldOf });
  if (!plugin?.needsData || has('dataset')) return;
  const field = fieldOf('dataset');
  throw new TlcError(
    'PIPELINE_MISSING_INPUT',
    `${field} is missing: data, which ${plugin.id} trains or calibrates with`,
    {
      details: { field },
    },
  );
}

async function choose(config: CompressConfig, { pluginOf }: PlanOptions): Promise<PluginChoice> {
  if (pluginOf) return pluginOf(config);
  throw new TlcError('JOB_WRONG_SERVICE', 'compress is done by the services pruning and quantization');
}

function serviceOf(operation: OperationSpec, plugin?: PluginChoice): JobService {
  if (operation.service !== 'by plugin') return operation.service;
  return plugin?.kind === 'quantization' ? 'quantization' : 'pruning';
}

function wrongService({ name }: OperationSpec, service: string, options: PlanOptions): TlcError {
  return new TlcError('JOB_WRONG_SERVICE', `${name} is done by the service ${service}; this is ${options.service}`, {
    details: { operation: name, service },
  });
}

/** Without classes, and without keys that were left out. */
const plain = (config: object) => JSON.parse(JSON.stringify(config)) as Record<string, unknown>;
