import { setImmediate } from 'node:timers/promises';
import { type Model, type Parameter, disposeModel } from '#models';
import type { CompressionContext } from './context/context.js';

/** A new model, its parameters what `change` makes of each, or copies where it returns the parameter itself. What
 * `change` returns belongs to the new model.
 *
 * Between parameters other work of the process has its turn, progress is reported, and a cancelled job ends. Where it
 * fails, nothing of the new model is left.
 * @param within what share of the whole job this is, from and to */
export async function changeParameters(
  model: Model,
  context: Pick<CompressionContext, 'signal' | 'progress'>,
  change: (parameter: Parameter) => Parameter | Promise<Parameter>,
  { phase, within: [from, to] = [0, 1] }: { phase?: string; within?: readonly [number, number] } = {},
): Promise<Model> {
  const parameters = new Map<string, Parameter>();
  try {
    for (const parameter of model.parameters.values()) {
      context.signal.throwIfAborted();
      const changed = await change(parameter);
      const isNew = changed.value !== parameter.value;
      parameters.set(changed.name, isNew ? changed : { ...changed, value: parameter.value.clone() });
      const done = from + ((to - from) * parameters.size) / model.parameters.size;
      context.progress({ done, ...(phase !== undefined && { phase }) });
      await setImmediate();
    }
  } catch (error) {
    disposeModel({ ...model, parameters });
    throw error;
  }
  return { ...model, parameters };
}
