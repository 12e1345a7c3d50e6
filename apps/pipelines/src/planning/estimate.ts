import { type ArchitectureConfig, type PretrainConfig, TlcError } from '#contracts';
import type { PluginRegistry } from '#compression';
import type { Head, ModelShape } from '#models';
import type { Objective } from '#text';
import type { PlannedData, TrainingMemory } from './memory.js';
import type { PipelinePlan, PlannedJob } from './plan.js';
import { inField } from './references.js';

/** What can be said of a step before it runs. What is not known is absent. */
export interface StepEstimate {
  /** Values in the model that results. */
  readonly parameters?: number;
  /** Bytes of the weights that result, as a file holds them. */
  readonly bytes?: number;
  /** Bytes of memory at the peak. */
  readonly memory?: number;
  /** What they are the sum of, where the step trains. */
  readonly memory_parts?: Readonly<Record<string, number>>;
  /** Seconds; absent where nothing limits them. */
  readonly seconds?: number;
  /** Why a plugin will not help. */
  readonly refusal?: string;
  /** Why this machine cannot run it. */
  readonly tooLarge?: TlcError;
  /** Why this machine may not be able to, where the sentences of its data are not known. */
  readonly maybeTooLarge?: TlcError;
}

export interface EstimateSources {
  plugins(): Promise<PluginRegistry>;
  /** Seconds that steps of an operation took before. */
  pastSeconds(operation: string): number | undefined;
  /** Folder of an artifact, if the store has it. */
  folderOf(artifact: string): string | undefined;
}

/** What later steps need to know of a step. */
interface Facts {
  readonly vocabulary?: number;
  readonly data?: PlannedData;
  /** Head that a model fine-tuned on the data set has. */
  readonly head?: Head;
  readonly shape?: ModelShape;
}

/** Seconds of steps that no config limits, on two cores, where none of their kind ran before. */
const USUAL: Readonly<Record<string, number>> = {
  'tokenizer.learn': 2,
  'dataset.encode': 5,
  'model.import': 2,
  'model.export': 8,
  evaluate: 6,
  'evaluate.texts': 2,
};

/** Seconds of a method that does not train. */
const COMPRESSION = 4;

/** Estimates each step of a plan from shapes alone. Loads the engine where the plan has models. */
export async function estimatePlan(plan: PipelinePlan, sources: EstimateSources): Promise<Map<string, StepEstimate>> {
  const facts = new Map<string, Facts>();
  const estimates = new Map<string, StepEstimate>();
  for (const step of plan.steps) {
    const known = (input: string) => factsOf(step, input, facts, sources);
    const { estimate, ...fact } = await ESTIMATORS[step.plan.operation.name]({ step, known, sources });
    const { name } = step.plan.operation;
    const usual = name in USUAL ? (sources.pastSeconds(name) ?? USUAL[name]) : undefined;
    // By the id, since an input names what it takes so.
    facts.set(step.plan.id, fact);
    estimates.set(step.name, { seconds: usual, ...estimate });
  }
  return estimates;
}

type Estimated = Facts & { readonly estimate?: StepEstimate };

interface Question {
  readonly step: PlannedJob;
  known(input: string): Promise<Facts>;
  readonly sources: EstimateSources;
}

async function factsOf(
  step: PlannedJob,
  input: string,
  facts: ReadonlyMap<string, Facts>,
  sources: EstimateSources,
): Promise<Facts> {
  const value = step.inputs[input] as { artifact: string } | { path: string } | undefined;
  if (!value) return {};
  const planned = 'artifact' in value ? facts.get(value.artifact) : undefined;
  if (planned) return planned;
  const folder = 'artifact' in value ? sources.folderOf(value.artifact) : value.path;
  const takes = step.plan.operation.inputs.find(({ name }) => name === input)!.takes;
  if (folder === undefined) return {};
  if (takes === 'model') return { shape: await readShape(folder) };
  return takes === 'dataset' ? datasetFacts(folder) : {};
}

/** Tokens of a data set that are read for a plan, to know how long its sentences are: half a second's worth. */
const MOST_READ = 5e7;

/** What a data set folder says; nothing where it cannot be read: the step that reads it will say why. */
async function datasetFacts(folder: string): Promise<Facts> {
  const { readDataset, readDescription } = await import('#text');
  try {
    const {
      vocab_size: vocabulary,
      max_length: longest,
      objective,
      labels = [],
      splits,
    } = await readDescription(folder);
    const tokens = Object.values(splits).reduce((sum, split) => sum + split.tokens, 0);
    const dataset = tokens > MOST_READ ? undefined : await readDataset(folder);
    const heads: Record<Objective, Head | undefined> = {
      'language-modelling': undefined,
      classification: { kind: 'classification', labels },
      regression: { kind: 'regression' },
    };
    return { vocabulary, data: { dataset, longest }, head: heads[objective] };
  } catch {
    return {};
  }
}

/** The shapes of a model folder; undefined where it cannot be read: the step that reads it will say why. */
async function readShape(folder: string): Promise<ModelShape | undefined> {
  const { disposeModel, modelShape, readModel } = await import('#models');
  try {
    const model = await readModel(folder);
    const shape = modelShape(model);
    disposeModel(model);
    return shape;
  } catch {
    return undefined;
  }
}

const ESTIMATORS: Readonly<Record<string, (question: Question) => Promise<Estimated>>> = {
  'tokenizer.learn': async ({ step }) => ({ vocabulary: step.plan.recipe.config.vocab_size as number }),
  'dataset.encode': async ({ step, known, sources }) => {
    const folder = step.cached ? sources.folderOf(step.plan.id) : undefined;
    const there = folder === undefined ? {} : await datasetFacts(folder);
    if (there.data) return there;
    const { max_length: longest, task } = step.plan.recipe.config;
    const { vocabulary, shape } = await known('tokenizer');
    const head = task === undefined ? undefined : headOf(String(task)).catch(inField(`steps.${step.base}.task`));
    return {
      vocabulary: vocabulary ?? shape?.config.vocab_size,
      data: { longest: longest as number },
      head: await head,
    };
  },
  'model.import': async ({ step }) => {
    const shape = await readShape((step.inputs.from as { path: string }).path);
    return { shape, estimate: shape && (await sizes(shape)) };
  },
  'model.pretrain': async ({ step, known }) => {
    const config = step.plan.recipe.config as unknown as PretrainConfig;
    const { vocabulary, data } = await known('dataset');
    const { newConfig, shapeOf } = await import('#models');
    const from = (await known('model')).shape?.config;
    const fresh =
      config.architecture && vocabulary ? newConfig(newConfig, config.architecture, vocabulary) : undefined;
    const encoder = from ?? fresh;
    return trained(step, encoder && shapeOf(encoder, { kind: 'masked-lm' }), data);
  },
  'model.finetune': async ({ step, known }) => {
    const [{ shape }, { head, data }] = [await known('model'), await known('dataset')];
    if (!shape || !head) return trained(step, undefined, data);
    const { shapeOf } = await import('#models');
    const before = new Map(shape.parameters.map((parameter) => [parameter.name, parameter]));
    const after = shapeOf(shape.config, head);
    const parameters = after.parameters.map((parameter) => before.get(parameter.name) ?? parameter);
    return trained(step, { ...after, parameters }, data);
  },
  compress: compressed,
  'model.export': async () => ({}),
  evaluate: async ({ known }) => {
    const { shape } = await known('model');
    return shape ? { estimate: { memory: (await import('./memory.js')).modelMemory(shape) } } : {};
  },
  'evaluate.texts': async () => ({}),
};

function newConfig(
  newConfig: (typeof import('#models'))['newConfig'],
  architecture: ArchitectureConfig,
  vocabulary: number,
) {
  return newConfig(architecture, { size: vocabulary, pad: 0 });
}

async function headOf(task: string): Promise<Head> {
  const { findTask } = await import('#text');
  const { labels } = findTask(task);
  if (labels === 'scores') return { kind: 'regression' };
  return { kind: 'classification', labels: labels === 'found' ? ['0', '1'] : labels };
}

/** How long sentences may be where nothing says it. */
const USUAL_DATA: PlannedData = { longest: 128 };

async function trained(step: PlannedJob, shape: ModelShape | undefined, data = USUAL_DATA): Promise<Estimated> {
  const config = step.plan.recipe.config as unknown as PretrainConfig;
  const seconds = config.stop.seconds;
  if (!shape) return { estimate: { seconds } };
  const { trainingMemory } = await import('./memory.js');
  const memory = memoryOf(trainingMemory(shape, config, data, { seed: step.seed }));
  return { shape, estimate: { ...(await sizes(shape)), ...memory, seconds } };
}

function memoryOf({ bytes, parts, refusal, doubt }: TrainingMemory): StepEstimate {
  return {
    memory: bytes,
    memory_parts: parts,
    ...(refusal && { tooLarge: refusal }),
    ...(doubt && { maybeTooLarge: doubt }),
  };
}

async function sizes(shape: ModelShape): Promise<StepEstimate> {
  const { parameterCount, weightFileBytes } = await import('#models');
  return { parameters: parameterCount(shape), bytes: weightFileBytes(shape) };
}

async function compressed({ step, known, sources }: Question): Promise<Estimated> {
  const [{ shape }, { data = USUAL_DATA }] = [await known('model'), await known('dataset')];
  const { with: id, config } = step.plan.recipe.config as { with: string; config: object };
  const plugin = (await sources.plugins()).get(id);
  const { checkConfig } = await import('#contracts');
  const { estimateCompression, needsData } = await import('#compression');
  const checked = checkConfig(plugin.config, config);
  const usual = needsData(plugin, checked) ? undefined : COMPRESSION;
  if (!shape) return { estimate: { seconds: usual } };
  const { modelMemory, trainingMemory } = await import('./memory.js');
  const training = plugin.needs?.(checked).training;
  const memory = training
    ? memoryOf(trainingMemory(shape, training, data, { seed: step.seed, inMethod: true }))
    : { memory: modelMemory(shape) };
  try {
    const { bytes, shape: after = shape, seconds = usual } = estimateCompression(plugin, shape, checked);
    return { shape: after, estimate: { ...(await sizes(after)), bytes: bytes.after, ...memory, seconds } };
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'PLUGIN_REFUSED') throw error;
    return { shape, estimate: { ...(await sizes(shape)), ...memory, seconds: usual, refusal: error.message } };
  }
}
