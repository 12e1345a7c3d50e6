import { type CompressionContext, cutModel, taughtLoss } from '#compression';
import { teachingOf } from '#fit';
import { type Model, disposeModel, layerParts } from '#models';
import type { DistillationConfig } from './config.js';
import { spreadLayers } from './layers.js';

/** Trains a student on what the teacher answers and on the labels. */
export async function apply(model: Model, config: DistillationConfig, context: CompressionContext): Promise<Model> {
  context.signal.throwIfAborted();
  const teacher = context.teacher!;
  const loss = taughtLoss(teachingOf(model.head, teacher.head), config);
  const { layers, finetune: training } = config;
  if (layers === undefined) return context.train({ model, training, teacher, loss });
  const shorter = cutModel(model, { layers: spreadLayers(layerParts(model.config).length, layers) });
  try {
    return await context.train({ model: shorter, training, teacher, loss });
  } finally {
    disposeModel(shorter);
  }
}
