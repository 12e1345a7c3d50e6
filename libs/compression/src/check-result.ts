import { TlcError } from '#contracts';
import { hasCodes } from '#families';
import { type Model, type ModelShape, type Parameter, encodeParameter, shapeOf } from '#models';

/** Checks what a plugin made of a model.
 * @param id of the plugin, for messages
 * @param planned the shapes that the plugin said would result
 * @throws TlcError PLUGIN_WRONG_RESULT where parameters are missing, too many, of another shape than planned, not those of its config, or tensors of
 * the input; MODEL_NOT_FINITE; ENCODING_INEXACT where a value is not the one that its encoding
 * gives back */
export function checkResult(id: string, input: Model, result: Model, planned: ModelShape): void {
  if (typeof result !== 'object' || !(result?.parameters instanceof Map))
    throw wrong(id, 'what it returned is no model');
  if (result === input) throw wrong(id, 'it returned the model that it was given, not a new one');
  checkNames(id, result, planned);
  const given = new Set([...input.parameters.values()].map(({ value }) => value));
  for (const parameter of result.parameters.values()) {
    if (given.has(parameter.value)) throw wrong(id, `${parameter.name} is a tensor of the model that it was given`);
    checkValues(id, parameter);
  }
}

function checkNames(id: string, { config, head, parameters }: Model, planned: ModelShape): void {
  const known = new Map(planned.parameters.map((parameter) => [parameter.name, parameter]));
  for (const { name, shape } of shapeOf(config, head).parameters) {
    const own = known.get(name)?.shape;
    if (own?.join() === shape.join()) continue;
    throw wrong(
      id,
      `its config asks for ${name} [${shape.join(', ')}], its plan for ${own ? `[${own.join(', ')}]` : 'none'}`,
    );
  }
  for (const name of known.keys()) if (!parameters.has(name)) throw wrong(id, `${name} is missing`);
  for (const [key, { name, role, value }] of parameters) {
    const own = known.get(name);
    if (!own || key !== name) throw wrong(id, `${key} is not a parameter that its plan has`);
    if (value.isDisposed) throw wrong(id, `the tensor of ${name} has been disposed`);
    if (role !== own.role) throw wrong(id, `${name} has the role ${role}, not ${own.role}`);
    if (value.dtype !== 'float32' || value.shape.join() !== own.shape.join()) {
      const found = `${value.dtype} [${value.shape.join(', ')}]`;
      throw wrong(id, `${name} is ${found}, expected float32 [${own.shape.join(', ')}]`);
    }
  }
}

function checkValues(id: string, parameter: Parameter): void {
  const values = parameter.value.dataSync<'float32'>();
  const { name } = parameter;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new TlcError('MODEL_NOT_FINITE', `${id} made ${values[bad]} of a weight in ${name}.`, {
      details: { id, name },
    });
  }
  if (!hasCodes(parameter.encoding)) return;
  const held = encodeParameter(parameter, parameter.encoding);
  const back = held.value.dataSync<'float32'>().slice();
  held.value.dispose();
  const off = values.findIndex((value, i) => value !== back[i]);
  if (off >= 0) {
    const message = `${id}: ${name} has the value ${values[off]}, but its encoding gives back ${back[off]}.`;
    throw new TlcError('ENCODING_INEXACT', message, { details: { id, name } });
  }
}

function wrong(id: string, reason: string): TlcError {
  return new TlcError('PLUGIN_WRONG_RESULT', `${id}: ${reason}.`, { details: { id } });
}
