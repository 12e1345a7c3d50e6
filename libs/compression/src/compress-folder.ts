import type { Recipe } from '#artifacts';
import { type Progress, TlcError, checkConfig } from '#contracts';
import { engineInfo } from '#engine';
import type { LabelMapping } from '#fit';
import { middleConfig, type PluginRegistry, type TargetConfig } from '#methods';
import { type Model, disposeModel, modelShape, parameterCount, readModel, weightFileBytes } from '#models';
import { readDataset } from '#text';
import { type HistoryPoint, writeModelArtifact } from '#training';
import { compressModel } from './compress-model.js';
import { createContext, type RecordingContext } from './context/create-context.js';
import { type CompressionPlugin, pluginOf } from './plugin.js';
import { compressToTarget, type TargetSearch } from './target/compress-to-target.js';
import { tryInWords } from './target/tries.js';

/** A `compress` job as its service gets it. */
export interface CompressionJob {
  readonly registry: PluginRegistry;
  /** Id of the plugin. */
  readonly with: string;
  /** Config of the plugin; without its strength where there is a target. */
  readonly config: unknown;
  /** What a search sets the plugin's strength for. */
  readonly target?: TargetConfig;
  /** Folder of the model. */
  readonly model: string;
  /** Folder of the data set, where there is one. */
  readonly dataset?: string;
  /** Class of the model for each label of the data set. */
  readonly labels?: LabelMapping;
  /** Folder of the model to learn from, where there is one. */
  readonly teacher?: string;
  /** Folder of an earlier state of the model, where there is one. */
  readonly rewind?: string;
  /** Folder to write the model artifact into. */
  readonly output: string;
  readonly work: string;
  readonly recipe: Recipe;
  readonly seed: number;
  readonly signal: AbortSignal;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
}

/** Reads a model, compresses it, and writes the result with its lineage.
 * @throws TlcError RECIPE_MISMATCH where the plugin has another version than the recipe; what reading, compressModel and
 * writing throw */
export async function compressFolder(job: CompressionJob) {
  const plugin = pluginOf(job.registry, job.with);
  checkJob(job, plugin);
  const { target } = job;
  const config = target ? middleConfig(plugin, job.config) : checkConfig(plugin.config, job.config, 'config.config');
  const dataset = job.dataset === undefined ? undefined : await readDataset(job.dataset);
  const model = await readModel(job.model);
  const others: { teacher?: Model; rewind?: Model } = {};
  try {
    for (const input of ['teacher', 'rewind'] as const) {
      const read = await otherModel(job, plugin, config, input);
      if (read) others[input] = read;
    }
    const contextOf = (work: string, onProgress: (progress: Progress) => void) =>
      createContext({
        seed: job.seed,
        work,
        signal: job.signal,
        ...(dataset && { dataset }),
        head: model.head,
        ...(job.labels && { labels: job.labels }),
        ...others,
        onProgress,
        onWarning: (text) => job.log('warning', text),
      });
    const made = target
      ? await searched({ ...job, plugin, config: job.config as object, target, model, dataset, contextOf })
      : await once(
          plugin,
          model,
          config,
          contextOf(job.work, (progress) => job.progress(progress)),
        );
    for (const warning of made.warnings) job.log('warning', `${plugin.id}: ${warning}`);
    const result = { ...made.model, tokenizer: made.model.tokenizer ?? dataset?.tokenizer };
    try {
      return await write(job, model, result, made, dataset?.task);
    } finally {
      disposeModel(made.model);
    }
  } finally {
    disposeModel(model);
    for (const other of Object.values(others)) disposeModel(other);
  }
}

/** A compressed model, and what is told of how it came. */
interface Made {
  readonly model: Model;
  readonly history: readonly HistoryPoint[];
  readonly warnings: readonly string[];
  /** Figures of a search. */
  readonly search?: Readonly<Record<string, string | number>>;
}

async function once(plugin: CompressionPlugin, model: Model, config: object, context: RecordingContext): Promise<Made> {
  const { model: compressed, estimate } = await compressModel(plugin, model, config, context);
  return { model: compressed, history: context.history, warnings: estimate.warnings };
}

async function searched(search: TargetSearch): Promise<Made> {
  const { value, tries, ...made } = await compressToTarget(search);
  const { key } = search.plugin.strength!;
  return { ...made, search: { [key]: value, tries: tries.length, tried: tries.map(tryInWords).join('; ') } };
}

/** The model to learn from, or to rewind to, where the step names one and the method does so. */
async function otherModel(
  job: CompressionJob,
  plugin: CompressionPlugin,
  config: object,
  input: 'teacher' | 'rewind',
): Promise<Model | undefined> {
  const path = job[input];
  if (path === undefined) return undefined;
  if (plugin.needs?.(config)[input]) return readModel(path);
  const does = input === 'teacher' ? 'learns from none' : 'rewinds to none';
  job.log('warning', `${input} has no effect: ${plugin.id} with this config ${does}`);
  return undefined;
}

function checkJob({ recipe }: CompressionJob, { id, version }: CompressionPlugin): void {
  if (recipe.plugin && recipe.plugin.version !== version) {
    const message = `the recipe asks for ${id} ${recipe.plugin.version}, but ${version} is installed here`;
    throw new TlcError('RECIPE_MISMATCH', message, {
      details: { id, asked: recipe.plugin.version, installed: version },
    });
  }
}

async function write(
  job: CompressionJob,
  before: Model,
  after: Model,
  { history, search }: Pick<Made, 'history' | 'search'>,
  task?: string,
) {
  const shapes = { before: modelShape(before), after: modelShape(after) };
  const last = history.at(-1);
  const training = last && { steps: last.step, seconds: last.seconds, tokens: last.tokens };
  const dev = history.findLast((point) => point.dev)?.dev;
  const summary = {
    parameters: parameterCount(shapes.after),
    bytes_before: weightFileBytes(shapes.before),
    bytes: weightFileBytes(shapes.after),
    ...(training && { steps: training.steps, seconds: rounded(training.seconds) }),
    ...(dev && { [`dev_${dev.name}`]: rounded(dev.value) }),
    ...search,
  };
  const making = {
    recipe: job.recipe,
    summary,
    from: job.model,
    history,
    ...(training && { training }),
    ...(task !== undefined && { task }),
  };
  await writeModelArtifact(job.output, after, making);
  const { backend, tensorflow, kernels, instructionSet, threads } = engineInfo();
  return { summary, environment: { backend, tensorflow, kernels, instructionSet, threads: String(threads) } };
}

const rounded = (value: number) => Number(value.toPrecision(5));
