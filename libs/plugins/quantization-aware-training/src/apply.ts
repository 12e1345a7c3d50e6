import {
  type CompressionContext,
  type MethodTrainingRequest,
  gridsOf,
  smallestStorage,
  taughtLoss,
} from '#compression';
import { tf } from '#engine';
import { teachingOf } from '#fit';
import {
  type FitOptions,
  type GridSpec,
  type Model,
  type Parameter,
  disposeModel,
  encodeParameter,
  fitGrid,
  mapParameters,
  modelShape,
} from '#models';
import type { QuantizationAwareTrainingConfig } from './config.js';
import { gridNow, learnedGrid, onLearnedGrid } from './learned-scales.js';

/** Trains weights that the forward pass sees rounded, and puts them on their grids in the end. */
export function apply(
  model: Model,
  config: QuantizationAwareTrainingConfig,
  context: CompressionContext,
): Promise<Model> {
  const grids = gridsOf(modelShape(model), config);
  const train = config.scales === 'learned' ? trainLearned : trainFitted;
  return train(model, grids, config, context);
}

type Grids = ReadonlyMap<string, GridSpec>;

/** Scales are fitted at every update by the training itself, as in any later fine-tuning of weights that are on grids. */
async function trainFitted(
  model: Model,
  grids: Grids,
  config: QuantizationAwareTrainingConfig,
  context: CompressionContext,
): Promise<Model> {
  const start = [...model.parameters].map(([name, parameter]): [string, Parameter] => {
    const spec = grids.get(name);
    if (!spec) return [name, parameter];
    const { role, value, encoding } = parameter;
    const grid = fitGrid(value.dataSync<'float32'>(), value.shape, spec);
    return [name, { name, role, value, encoding: { ...(encoding?.sparse && { sparse: true }), grid } }];
  });
  const trained = await context.train({
    model: { ...model, parameters: new Map(start) },
    ...trainingOf(model, config, context),
  });
  return settled(trained, smallestStorage);
}

async function trainLearned(
  model: Model,
  grids: Grids,
  config: QuantizationAwareTrainingConfig,
  context: CompressionContext,
): Promise<Model> {
  const range = config.range as FitOptions['range'];
  const chosen = [...model.parameters.values()].filter(({ name }) => grids.has(name));
  const learned = new Map(
    chosen.map((parameter) => [parameter.name, learnedGrid(parameter, { ...grids.get(parameter.name)!, range })]),
  );
  // A grid or codebook that a weight has already is given up for the new one
  const free = [...model.parameters].map(([name, parameter]): [string, Parameter] => {
    if (!learned.has(name)) return [name, parameter];
    const { role, value, encoding } = parameter;
    return [name, { name, role, value, ...(encoding?.sparse && { encoding: { sparse: true } }) }];
  });
  const scales = new Map([...learned].map(([name, { trained }]) => [`${name}.scales`, trained]));
  try {
    const trained = await context.train({
      model: { ...model, parameters: new Map(free) },
      ...trainingOf(model, config, context),
      state: { trained: scales },
      reparametrize: (name, weight) => {
        const own = learned.get(name);
        return own ? onLearnedGrid(weight, own) : weight;
      },
    });
    return settled(trained, (parameter) => {
      const own = learned.get(parameter.name);
      return own
        ? smallestStorage(encodeParameter(parameter, { ...parameter.encoding, grid: gridNow(own) }))
        : parameter;
    });
  } finally {
    tf.dispose([...scales.values()]);
  }
}

/** How a model is trained: on the labels, or on what a teacher answers, too. */
function trainingOf(
  { head }: Model,
  { bits, finetune: training, teacher_share: share, temperature }: QuantizationAwareTrainingConfig,
  { teacher }: CompressionContext,
): Pick<MethodTrainingRequest, 'training' | 'phase' | 'teacher' | 'loss'> {
  const phase = `training at ${bits} bits`;
  if (!teacher || share === 0) return { training, phase };
  return { training, phase, teacher, loss: taughtLoss(teachingOf(head, teacher.head), { temperature, share }) };
}

/** What `change` makes of a trained model, which is freed. */
function settled(trained: Model, change: (parameter: Parameter) => Parameter): Model {
  try {
    return mapParameters(trained, change);
  } finally {
    disposeModel(trained);
  }
}
