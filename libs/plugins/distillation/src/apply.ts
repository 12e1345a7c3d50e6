import { type CompressionContext, type MethodTrainingRequest, cutModel } from '#compression';
import { type Scalar, type Tensor2D, tf } from '#engine';
import { type Model, disposeModel, layerParts } from '#models';
import type { DistillationConfig } from './config.js';
import { spreadLayers } from './layers.js';
import { softLoss, squaredLoss } from './soft-loss.js';
import { type Teaching, teachingOf } from './teaching.js';

/** Trains a student on what the teacher answers and on the labels. */
export async function apply(model: Model, config: DistillationConfig, context: CompressionContext): Promise<Model> {
  context.signal.throwIfAborted();
  const teacher = context.teacher!;
  const loss = lossOf(teachingOf(model.head, teacher.head), config);
  const { layers, finetune: training } = config;
  if (layers === undefined) return context.train({ model, training, teacher, loss });
  const shorter = cutModel(model, { layers: spreadLayers(layerParts(model.config).length, layers) });
  try {
    return await context.train({ model: shorter, training, teacher, loss });
  } finally {
    disposeModel(shorter);
  }
}

function lossOf(
  { by, permutation }: Teaching,
  { temperature, share }: DistillationConfig,
): MethodTrainingRequest['loss'] {
  return ({ logits, teacher, labels }) => {
    if (share === 0) return labels();
    const taught = permutation ? (tf.gather(teacher(), [...permutation], 1) as Tensor2D) : teacher();
    const soft = by === 'numbers' ? squaredLoss(logits(), taught) : softLoss(logits(), taught, temperature);
    if (share === 1) return soft;
    return tf.add<Scalar>(tf.mul(soft, share), tf.mul(labels(), 1 - share));
  };
}
