import { TlcError } from '#contracts';
import { tf, type Tensor2D } from '#engine';
import { factorNames, type Form, shapeOf } from '#families';
import { disposeModel, type Model, type Parameter } from './model.js';
import { refilled } from './refilled.js';

/** The same model without encodings and structure, one dense matrix for each linear layer: float32 in files, as Transformers
 * reads it. It computes the same, up to rounding where a form was multiplied out; heads and neurons that are gone are there
 * again as zeros.
 * @throws TlcError MODEL_UNSUPPORTED for layers that are gone where the family's config cannot say so */
export function denseModel(model: Model): Model {
  const { structure: { shared } = {} } = model.config;
  if (shared) {
    const own = unshared(model, shared);
    const whole = denseModel(own);
    disposeModel(own);
    return whole;
  }
  const { structure: { layers, forms, ...shapes } = {}, ...config } = model.config;
  if (layers) {
    const message = `The model has the layers ${layers.join(', ')} of its config, which no config.json of its family can say: Transformers cannot read it. Export it as onnx.`;
    throw new TlcError('MODEL_UNSUPPORTED', message, { details: { layers } });
  }
  const whole = multipliedOut({ ...model, config: { ...config, structure: { forms } } });
  return shapes.heads || shapes.inner ? refilled({ ...whole, config: { ...config, structure: shapes } }) : whole;
}

/** The same model, each of its layers with parameters of its own. */
function unshared(model: Model, shared: Readonly<Record<string, string>>): Model {
  const { structure = {} } = model.config;
  const copied = <T>(parts: Readonly<Record<string, T>> = {}): Record<string, T> => {
    const all = { ...parts };
    for (const [layer, source] of Object.entries(shared)) {
      for (const [name, part] of Object.entries(parts))
        if (name === source || name.startsWith(`${source}.`)) all[layer + name.slice(source.length)] = part;
    }
    return all;
  };
  const { shared: _, heads, inner, forms, ...others } = structure;
  const own = {
    ...others,
    ...(heads && { heads: copied(heads) }),
    ...(inner && { inner: copied(inner) }),
    ...(forms && { forms: copied(forms) }),
  };
  const config = { ...model.config, structure: own };
  const values = copied(Object.fromEntries(model.parameters));
  const parameters = Object.entries(values).map(([name, { role, value }]) => ({ name, role, value: value.clone() }));
  const order = new Map(shapeOf(config, model.head).parameters.map(({ name }, i) => [name, i]));
  parameters.sort((a, b) => (order.get(a.name) ?? Infinity) - (order.get(b.name) ?? Infinity));
  return { ...model, config, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}

function multipliedOut(model: Model): Model {
  const { structure, ...config } = model.config;
  const forms = Object.entries(structure?.forms ?? {});
  const layerOf = new Map(
    forms.flatMap(([layer, form]) => {
      const { left, right } = factorNames(layer);
      return [left, right].map((part) => [part, { layer, form, left, right }] as const);
    }),
  );
  const value = (name: string) => model.parameters.get(name)!.value;
  const parameters = [...model.parameters.values()].flatMap((parameter): Parameter[] => {
    const { name, role } = parameter;
    const end = name.lastIndexOf('.');
    const [owner, part] = [name.slice(0, end), name.slice(end + 1)];
    const found = layerOf.get(owner);
    if (!found) return [{ name, role, value: parameter.value.clone() }];
    if (part === 'bias') return [{ name: `${found.layer}.bias`, role, value: parameter.value.clone() }];
    if (owner === found.right) return [];
    const [left, right] = [found.left, found.right].map((own) => value(`${own}.weight`) as Tensor2D);
    return [{ name: `${found.layer}.weight`, role, value: productOf(found.form, left, right) }];
  });
  return { ...model, config, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}

/** The matrix that two factors stand for, [out, in]. */
const productOf = ({ kind }: Form, left: Tensor2D, right: Tensor2D): Tensor2D =>
  kind === 'low-rank' ? tf.matMul(right, left) : kroneckerProduct(left, right);

/** A ⊗ B: block (i, j) is a_ij B. @param a [m1, n1] @param b [m2, n2] @returns [m1 m2, n1 n2] */
export function kroneckerProduct(a: Tensor2D, b: Tensor2D): Tensor2D {
  const [[m1, n1], [m2, n2]] = [a.shape, b.shape];
  return tf.tidy(() => {
    const blocks = tf.mul(tf.reshape(a, [m1, 1, n1, 1]), tf.reshape(b, [1, m2, 1, n2]));
    return tf.reshape(blocks, [m1 * m2, n1 * n2]) as Tensor2D;
  });
}
