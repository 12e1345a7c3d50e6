import { type CompressionContext, taughtBy } from '#compression';
import { tf } from '#engine';
import { type Model, type Parameter, disposeModel, modelShape } from '#models';
import type { LayerSharingConfig } from './config.js';
import { sharedLayers, sharedStructure } from './groups.js';

/** Puts one set of parameters in the place of those of each group, and trains it with the model as it was as the teacher. */
export async function apply(model: Model, config: LayerSharingConfig, context: CompressionContext): Promise<Model> {
  context.signal.throwIfAborted();
  const { finetune: training } = config;
  const sharing = shared(model, config);
  if (!training) return sharing;
  try {
    return await context.train({
      model: sharing,
      training,
      ...taughtBy(model, sharing, config),
    });
  } finally {
    disposeModel(sharing);
  }
}

function shared(model: Model, config: LayerSharingConfig): Model {
  const groups = sharedLayers(modelShape(model), config);
  const firsts = new Map(groups.map((layers) => [layers[0], layers]));
  const gone = groups.flatMap(([, ...others]) => others);
  const isOf = (name: string, layer: string) => name.startsWith(`${layer}.`);
  const parameters = [...model.parameters.values()].flatMap((parameter): Parameter[] => {
    const { name, role } = parameter;
    if (gone.some((layer) => isOf(name, layer))) return [];
    const [first, layers] = [...firsts].find(([layer]) => isOf(name, layer)) ?? [];
    if (!layers || layers.length === 1 || config.from === 'first')
      return [{ ...parameter, value: parameter.value.clone() }];
    const all = layers.map((layer) => model.parameters.get(layer + name.slice(first!.length))!.value);
    return [{ name, role, value: tf.tidy(() => tf.div(tf.addN(all), all.length)) }];
  });
  return {
    ...model,
    config: { ...model.config, structure: sharedStructure(model.config.structure, groups) },
    parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])),
  };
}
