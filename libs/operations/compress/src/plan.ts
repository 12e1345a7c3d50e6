import { TlcError, checkConfig } from '#contracts';
import { type ModelShape, parameterCount } from '#families';
import {
  type DataFacts,
  type Forecast,
  type StepEstimate,
  type StepToPlan,
  USUAL_DATA,
  memoryOfModel,
  memoryOfTraining,
  modelForecast,
  refusedKey,
} from '#jobs';
import {
  checkRewind,
  type CompressionMethod,
  estimateCompression,
  middleConfig,
  mostTries,
  searchedStrengths,
  type TargetConfig,
} from '#methods';
import type { CompressConfig } from './config.js';

/** Seconds of a method that does not train. */
const SECONDS = 4;

/** Seconds in which a try is measured. */
const MEASURING = 10;

/** What the plugin says that it will make of the model. Loads the plugins.
 * @throws TlcError PIPELINE_WRONG_INPUT where the data set has no measure that a target asks for, or the teacher cannot teach */
export async function plan(step: StepToPlan<CompressConfig>): Promise<Forecast> {
  const { config, seed, known } = step;
  const { plugins } = await import('./plugins.js');
  const plugin = (await plugins()).get(config.with);
  const { target } = config;
  const checked = target ? middleConfig(plugin, config.config) : checkConfig(plugin.config, config.config);
  const usual = plugin.needs?.(checked).training ? undefined : SECONDS;
  const [{ shape }, { data = USUAL_DATA }] = [await known('model'), await known('dataset')];
  if (target) checkMeasured(step, target, data);
  if (!shape) return { estimate: target ? {} : { seconds: usual } };
  const alone = await memoryOf(plugin, checked, shape, data, seed);
  const { teacher: learns, rewind: rewinds } = plugin.needs?.(checked) ?? {};
  const { shape: teacher } = learns ? await known('teacher') : {};
  const { shape: early } = rewinds ? await known('rewind') : {};
  if (teacher) checkTeacher(step, plugin, shape, teacher, checked);
  const memory = [teacher, early].reduce<StepEstimate>((sum, other) => (other ? withModel(sum, other) : sum), alone);
  try {
    if (early) checkRewind(shape, early);
    if (target) return await searchForecast(plugin, shape, { config: config.config, target, usual, memory });
    const { bytes, shape: after, seconds = usual, warnings } = estimateCompression(plugin, shape, checked);
    return await modelForecast(after, { bytes: bytes.after, ...memory, seconds, warnings });
  } catch (error) {
    if (!(error instanceof TlcError) || error.code !== 'PLUGIN_REFUSED') throw error;
    return modelForecast(shape, { ...memory, seconds: usual, warnings: [error.message] });
  }
}

function checkMeasured(step: StepToPlan<CompressConfig>, target: TargetConfig, { objective }: DataFacts): void {
  if (target.quality_loss === undefined || (objective !== 'language-modelling' && objective !== 'translation')) return;
  const what = 'names a data set whose measure quality_loss does not know, expected one with labels of its sentences';
  throw refusedKey(step, 'PIPELINE_WRONG_INPUT', 'dataset', what);
}

/** A teacher that the model cannot learn from is refused before anything runs. */
function checkTeacher(
  step: StepToPlan<CompressConfig>,
  plugin: CompressionMethod,
  shape: ModelShape,
  teacher: ModelShape,
  config: object,
): void {
  try {
    plugin.checkTeacher?.(shape, teacher, config);
  } catch (error) {
    if (!(error instanceof TlcError)) throw error;
    throw refusedKey(step, 'PIPELINE_WRONG_INPUT', 'teacher', `cannot teach the model: ${error.message}`);
  }
}

/** A search: the largest model that it may come to, how many tries it makes at most, and their time. */
function searchForecast(
  plugin: CompressionMethod,
  shape: ModelShape,
  given: { config: object; target: TargetConfig; usual: number | undefined; memory: StepEstimate },
): Promise<Forecast> {
  const { target, usual, memory } = given;
  const all = searchedStrengths(plugin, shape, given.config, target);
  const [{ value: weakest, estimate }, { value: strongest }] = [all[0], all.at(-1)!];
  const tries = mostTries(all.length, target.tries);
  const each = estimate.seconds ?? usual;
  const seconds = each === undefined ? undefined : tries * (each + MEASURING);
  const { key } = plugin.strength!;
  const tried =
    all.length === 1
      ? `target: one try, of ${key} ${weakest}`
      : `target: ${tries} tries at most, of ${key} from ${weakest} to ${strongest}; bytes are those of the weakest`;
  const warnings = [tried, ...estimate.warnings];
  return modelForecast(estimate.shape, { bytes: estimate.bytes.after, ...memory, seconds, warnings });
}

function memoryOf(
  plugin: CompressionMethod,
  config: object,
  shape: ModelShape,
  data: DataFacts,
  seed: number,
): Promise<StepEstimate> {
  const training = plugin.needs?.(config).training;
  return training ? memoryOfTraining(shape, training, data, { seed, inMethod: true }) : memoryOfModel(shape);
}

/** A teacher only predicts, and an earlier state is only looked at: nothing but its weights stays in memory. */
function withModel({ memory = 0, memory_parts: parts, ...others }: StepEstimate, beside: ModelShape): StepEstimate {
  const bytes = 4 * parameterCount(beside);
  return {
    ...others,
    memory: memory + bytes,
    ...(parts && { memory_parts: { ...parts, model: parts.model + bytes } }),
  };
}
