import { TlcError, gigabytes } from '#contracts';
import { dimensions } from '#families';
import { machineMemory } from './machine-memory.js';
import { type MemoryPrediction, predictMemory } from './predict-memory.js';
import { fittingModels } from './suggest-model.js';
import { type Batching, type FittingSettings, fittingSettings } from './suggest-settings.js';
import type { TrainingLoad } from './training-load.js';

/** Share of the machine's memory that what is suggested may take: a prediction may be wrong by the rest, and the
 * services are there, too. */
const WITHIN = 0.85;

/**
 * Predicts the memory of a training and refuses one that cannot fit.
 *
 * @param batching how its batches can be changed
 * @param available bytes
 * @throws TlcError TRAINING_TOO_LARGE with both numbers, and with settings or a model that fits
 */
export function checkMemory(load: TrainingLoad, batching: Batching, available = machineMemory()): MemoryPrediction {
  const { refusal, ...prediction } = tryMemory(load, batching, available);
  if (refusal) throw refusal;
  return prediction;
}

/** The same for who goes on where it does not fit: the prediction, and the error that refuses it. */
export function tryMemory(
  load: TrainingLoad,
  batching: Batching,
  available = machineMemory(),
): MemoryPrediction & { readonly refusal?: TlcError } {
  const prediction = predictMemory(load);
  if (prediction.bytes <= available) return prediction;
  const settings = fittingSettings(load, batching, WITHIN * available);
  const model = settings.length > 0 ? undefined : fittingModels(load, WITHIN * available);
  const message = `${describe(load)} would take ${gigabytes(prediction.bytes)} of memory; this machine can give ${gigabytes(available)}. ${advice(settings, model)}`;
  const refusal = new TlcError('TRAINING_TOO_LARGE', message, {
    details: { predicted: prediction.bytes, available, parts: prediction.parts, settings, ...(model && { model }) },
  });
  return { ...prediction, refusal };
}

function describe({ shape: { config }, batch }: TrainingLoad): string {
  const { layers, hidden } = dimensions(config);
  return `Training ${layers} layers of ${hidden} on batches of up to ${batch.rows} tokens`;
}

function advice(settings: readonly FittingSettings[], model: ReturnType<typeof fittingModels> | undefined): string {
  if (settings.length > 0) return `It fits with ${settings.map(settingsText).join(', or with ')}.`;
  const { layers, hidden_size: width } = model ?? {};
  if (layers === undefined && width === undefined) return 'No model of this family fits, however small.';
  const choices = [
    ...(layers === undefined ? [] : [`${layers} layers of this width`]),
    ...(width === undefined ? [] : [`hidden_size ${width} with as many layers`]),
  ];
  return `The largest models that fit, with gradient_checkpointing and batches of one sentence, have ${choices.join(', or ')}.`;
}

function settingsText({ bytes, ...keys }: FittingSettings): string {
  const all = Object.entries(keys).map(([key, value]) => `${key}: ${value}`);
  const text = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all[0];
  return `${text} (${gigabytes(bytes)})`;
}
