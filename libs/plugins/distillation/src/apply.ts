import { type CompressionContext, cutModel } from '#compression';
import { tf } from '#engine';
import { teachingOf } from '#fit';
import { type Model, disposeModel, layerParts } from '#models';
import type { DistillationConfig } from './config.js';
import { spreadLayers } from './layers.js';
import { lossOf } from './loss.js';
import { matchingOf } from './match/matching-of.js';

/** Trains a student on what the teacher answers, on its inner states where the config says so, and on the labels. */
export async function apply(model: Model, config: DistillationConfig, context: CompressionContext): Promise<Model> {
  context.signal.throwIfAborted();
  const { layers } = config;
  if (layers === undefined) return taught(model, config, context);
  const shorter = cutModel(model, { layers: spreadLayers(layerParts(model.config).length, layers) });
  try {
    return await taught(shorter, config, context);
  } finally {
    disposeModel(shorter);
  }
}

async function taught(model: Model, config: DistillationConfig, context: CompressionContext): Promise<Model> {
  const teacher = context.teacher!;
  const { match, finetune: training } = config;
  const answers = config.asksAnswers() ? teachingOf(model.head, teacher.head) : undefined;
  const matching = match && matchingOf(match, model, teacher, context.random);
  try {
    return await context.train({
      model,
      training,
      teacher,
      taught: { logits: answers !== undefined, ...(matching && { states: matching.teacher }) },
      unlabelled: !config.asksLabels(),
      loss: lossOf(config, answers, matching),
      ...(matching?.trained && { state: { trained: matching.trained } }),
    });
  } finally {
    tf.dispose([...(matching?.trained?.values() ?? [])]);
  }
}
