import type { FinetuneConfig, PretrainConfig, TrainingConfig } from '#contracts';
import { checkPositions, frozenParameters } from '#fit';
import { dimensions, type ModelShape, parameterCount, weightFileBytes } from '#families';
import { type DataFacts, USUAL_DATA } from './facts.js';
import type { Forecast, StepEstimate } from './forecast.js';

/** Counts of a model: values, and bytes in its file. */
export async function modelSizes(shape: ModelShape): Promise<Pick<StepEstimate, 'parameters' | 'bytes'>> {
  return { parameters: parameterCount(shape), bytes: weightFileBytes(shape) };
}

/** A model as a step makes it. */
export async function modelForecast(shape: ModelShape, estimate: StepEstimate = {}): Promise<Forecast> {
  return {
    facts: { shape, vocabulary: dimensions(shape.config).vocabulary },
    estimate: { ...(await modelSizes(shape)), ...estimate },
  };
}

/** The memory of a training.
 * @param inMethod whether a compression method trains */
export async function memoryOfTraining(
  shape: ModelShape,
  config: TrainingConfig,
  data: DataFacts,
  options: { seed: number; inMethod?: boolean },
): Promise<StepEstimate> {
  const { trainingMemory } = await import('./training-memory.js');
  const { bytes, parts, refusal, doubt } = trainingMemory(shape, config, data, options);
  return {
    memory: bytes,
    memory_parts: parts,
    ...(refusal && { tooLarge: refusal }),
    ...(doubt && { maybeTooLarge: doubt }),
  };
}

/** The memory of a step that only reads, changes and writes a model. */
export async function memoryOfModel(shape: ModelShape): Promise<StepEstimate> {
  return { memory: (await import('./training-memory.js')).modelMemory(shape) };
}

/** A training: the model that results, its memory, and the time that its config allows it.
 * @param shape of the trained model; undefined where it is not known */
export async function trainingForecast(
  shape: ModelShape | undefined,
  config: PretrainConfig | FinetuneConfig,
  data: DataFacts = USUAL_DATA,
  seed: number,
): Promise<Forecast> {
  const { seconds } = config.stop;
  if (!shape) return { estimate: { seconds } };
  await checkTraining(shape, config, data);
  return modelForecast(shape, { ...(await memoryOfTraining(shape, config, data, { seed })), seconds });
}

/** What can be refused before the data are there, or read.
 * @throws TlcError CONFIG_WRONG_VALUE where a pattern of the config names no parameter; DATA_TOO_LONG */
async function checkTraining(shape: ModelShape, config: TrainingConfig, { splits }: DataFacts): Promise<void> {
  frozenParameters(config, shape);
  const { positions } = dimensions(shape.config);
  for (const [name, { lengths }] of Object.entries(splits ?? {})) {
    // Of the last bucket one sentence at least has as many tokens as follow the one before
    const longest = lengths ? lengths.step * (lengths.counts.length - 1) + 1 : 0;
    checkPositions(name, longest, positions);
  }
}
