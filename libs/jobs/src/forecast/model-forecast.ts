import type { FinetuneConfig, PretrainConfig, TrainConfig, TrainingConfig } from '#contracts';
import { checkPositions, frozenParameters, taskObjective, watchedMeasure } from '#fit';
import {
  dimensions,
  encoderParameters,
  familyOf,
  type Head,
  type ModelShape,
  optionalParameters,
  parameterCount,
  type ParameterShape,
  sameHead,
  shapeOf,
  weightFileBytes,
} from '#families';
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

/** A model with another head, as `withHead` makes it: what it keeps is as it is in the model. */
export function headedShape({ config, head: own, parameters }: ModelShape, head: Head): ModelShape {
  if (sameHead(own, head)) return { config, head: own, parameters };
  const before = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const { optional = [] } = familyOf(config).files;
  const encoder = encoderParameters(config);
  const isKept = (name: string) => encoder.has(name) || optional.some((part) => name.startsWith(`${part}.`));
  const kept = ({ name }: ParameterShape) => (isKept(name) ? before.get(name) : undefined);
  const after = shapeOf(config, head).parameters.map((parameter) => kept(parameter) ?? parameter);
  return {
    config,
    head,
    parameters: [...after, ...optionalParameters(config, head).flatMap((own) => kept(own) ?? [])],
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
  config: PretrainConfig | TrainConfig | FinetuneConfig,
  data: DataFacts = USUAL_DATA,
  seed: number,
): Promise<Forecast> {
  const { seconds } = config.stop;
  if (!shape) return { estimate: { seconds } };
  await checkTraining(shape, config, data);
  return modelForecast(shape, { ...(await memoryOfTraining(shape, config, data, { seed })), seconds });
}

/** What can be refused before the data are there, or read.
 * @throws TlcError CONFIG_WRONG_VALUE where a pattern of the config names no parameter, or `watch` measures
 * texts of a task that has none; DATA_TOO_LONG */
async function checkTraining(shape: ModelShape, config: TrainingConfig, data: DataFacts): Promise<void> {
  const { objective, splits } = data;
  if (objective !== undefined) watchedMeasure(config, taskObjective({ objective }), { ...data, objective });
  frozenParameters(config, shape);
  const { positions } = dimensions(shape.config);
  for (const [name, { lengths }] of Object.entries(splits ?? {})) {
    // Of the last bucket one sentence at least has as many tokens as follow the one before
    const longest = lengths ? lengths.step * (lengths.counts.length - 1) + 1 : 0;
    checkPositions(name, longest, positions);
  }
}
