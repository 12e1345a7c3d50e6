import type { Recipe } from '#artifacts';
import { type Progress, TlcError, checkConfig } from '#contracts';
import { engineInfo } from '#engine';
import type { LabelMapping } from '#fit';
import type { PluginRegistry } from '#methods';
import { type Model, disposeModel, modelShape, parameterCount, readModel, weightFileBytes } from '#models';
import { readDataset } from '#text';
import { type HistoryPoint, writeModelArtifact } from '#training';
import { compressModel } from './compress-model.js';
import { createContext } from './context/create-context.js';
import { type CompressionPlugin, pluginOf } from './plugin.js';

/** A `compress` job as its service gets it. */
export interface CompressionJob {
  readonly registry: PluginRegistry;
  /** Id of the plugin. */
  readonly with: string;
  readonly config: unknown;
  /** Folder of the model. */
  readonly model: string;
  /** Folder of the data set, where there is one. */
  readonly dataset?: string;
  /** Class of the model for each label of the data set. */
  readonly labels?: LabelMapping;
  /** Folder of the model to learn from, where there is one. */
  readonly teacher?: string;
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
  const config = checkConfig(plugin.config, job.config, 'config.config');
  const dataset = job.dataset === undefined ? undefined : await readDataset(job.dataset);
  const model = await readModel(job.model);
  let teacher: Model | undefined;
  try {
    teacher = await teacherOf(job, plugin, config);
    const { seed, work, signal } = job;
    const context = createContext({
      seed,
      work,
      signal,
      ...(dataset && { dataset }),
      head: model.head,
      ...(job.labels && { labels: job.labels }),
      ...(teacher && { teacher }),
      onProgress: (progress) => job.progress(progress),
      onWarning: (text) => job.log('warning', text),
    });
    const { model: compressed, estimate } = await compressModel(plugin, model, config, context);
    for (const warning of estimate.warnings) job.log('warning', `${plugin.id}: ${warning}`);
    const result = { ...compressed, tokenizer: compressed.tokenizer ?? dataset?.tokenizer };
    try {
      return await write(job, model, result, context.history, dataset?.task);
    } finally {
      disposeModel(compressed);
    }
  } finally {
    disposeModel(model);
    if (teacher) disposeModel(teacher);
  }
}

/** The model to learn from, where the step names one and the method learns from it. */
async function teacherOf(job: CompressionJob, plugin: CompressionPlugin, config: object): Promise<Model | undefined> {
  if (job.teacher === undefined) return undefined;
  if (plugin.needs?.(config).teacher) return readModel(job.teacher);
  job.log('warning', `teacher has no effect: ${plugin.id} with this config learns from none`);
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
  history: readonly HistoryPoint[],
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
