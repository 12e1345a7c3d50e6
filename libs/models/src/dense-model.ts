import { TlcError } from '#contracts';
import { tf, type Tensor2D } from '#engine';
import { lowRankParts } from '#families';
import { type Model, type Parameter } from './model.js';
import { refilled } from './refilled.js';

/** The same model without encodings and structure, one dense matrix for each linear layer: float32 in files, as Transformers
 * reads it. It computes the same, up to rounding where a form was multiplied out; heads and neurons that are gone are there
 * again as zeros.
 * @throws TlcError MODEL_UNSUPPORTED for layers that are gone where the family's config cannot say so */
export function denseModel(model: Model): Model {
  const { structure: { layers, forms, ...shapes } = {}, ...config } = model.config;
  if (layers) {
    const message = `The model has the layers ${layers.join(', ')} of its config, which no config.json of its family can say: Transformers cannot read it. Export it as onnx.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { layers } });
  }
  const whole = multipliedOut({ ...model, config: { ...config, structure: { forms } } });
  return shapes.heads || shapes.inner ? refilled({ ...whole, config: { ...config, structure: shapes } }) : whole;
}

function multipliedOut(model: Model): Model {
  const { structure, ...config } = model.config;
  const layerOf = new Map(
    Object.keys(structure?.forms ?? {}).flatMap((layer) => {
      const { left, right } = lowRankParts(layer);
      return [left, right].map((part) => [part, { layer, left, right }] as const);
    }),
  );
  const value = (name: string) => model.parameters.get(name)!.value;
  const parameters = [...model.parameters.values()].flatMap((parameter): Parameter[] => {
    const { name, role } = parameter;
    const end = name.lastIndexOf('.');
    const [owner, part] = [name.slice(0, end), name.slice(end + 1)];
    const form = layerOf.get(owner);
    if (!form) return [{ name, role, value: parameter.value.clone() }];
    if (part === 'bias') return [{ name: `${form.layer}.bias`, role, value: parameter.value.clone() }];
    if (owner === form.right) return [];
    const [left, right] = [form.left, form.right].map((own) => value(`${own}.weight`) as Tensor2D);
    return [{ name: `${form.layer}.weight`, role, value: tf.matMul(right, left) }];
  });
  return { ...model, config, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}
