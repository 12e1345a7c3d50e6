import { TlcError } from '#contracts';
import { type CompressionEstimate, checkRewind, estimateCompression, type MethodInput, neededInputs } from '#methods';
import { type Model, type ModelShape, disposeModel, modelShape, shapeOf } from '#models';
import { checkResult } from './check-result.js';
import type { CompressionContext } from './context/context.js';
import type { CompressionPlugin } from './plugin.js';
import { unlessCancelled } from './unless-cancelled.js';

/** Runs a plugin on a model and checks what it made. The model given stays as it is and the caller's.
 * @param config a checked instance of the plugin's config class
 * @throws TlcError PIPELINE_MISSING_INPUT for a method that needs data or another model where there is none; PLUGIN_REFUSED;
 * JOB_CANCELLED as soon as the signal aborts and the plugin awaits something; PLUGIN_FAILED with the plugin's own words;
 * what checkResult throws */
export async function compressModel<C extends object>(
  plugin: CompressionPlugin<C>,
  model: Model,
  config: C,
  context: CompressionContext,
): Promise<{ readonly model: Model; readonly estimate: CompressionEstimate }> {
  const { id } = plugin;
  const given = {
    dataset: context.hasData,
    teacher: context.teacher !== undefined,
    rewind: context.rewind !== undefined,
  };
  const field = neededInputs(plugin, config).find((input) => !given[input]);
  if (field !== undefined) {
    const message = `${field}: ${id} with this config ${WORKS_ON[field]}. Give the step a \`${field}\`.`;
    throw new TlcError('PIPELINE_MISSING_INPUT', message, { details: { field, id } });
  }
  if (context.rewind) checkRewind(modelShape(model), modelShape(context.rewind));
  const { signal } = context;
  const work = async () => {
    const shape = modelShape(model);
    if (context.teacher) plugin.checkTeacher?.(shape, modelShape(context.teacher), config);
    const estimate = estimateCompression(plugin, shape, config);
    return { estimate, model: await plugin.apply(model, config, context) };
  };
  const done = await unlessCancelled(signal, work, ({ model: late }) => discard(late, model)).catch(
    (error: unknown) => {
      throw failure(id, error);
    },
  );
  try {
    checkResult(id, model, done.model, resulting(model, done));
  } catch (error) {
    discard(done.model, model);
    throw error;
  }
  return done;
}

const WORKS_ON: Readonly<Record<MethodInput, string>> = {
  dataset: 'works on data',
  teacher: 'learns from a model',
  rewind: 'rewinds weights to those of an earlier state of the model',
};

/** The shapes that must result: those of the plan, or where the weights or the data decide those of the config that came out. */
function resulting(input: Model, { model, estimate }: { model: Model; estimate: CompressionEstimate }): ModelShape {
  if (!estimate.atMost || !(model?.parameters instanceof Map)) return estimate.shape;
  const needed = new Set(shapeOf(input.config, input.head).parameters.map(({ name }) => name));
  const others = modelShape(input).parameters.filter(({ name }) => !needed.has(name));
  return { ...model, parameters: [...shapeOf(model.config, model.head).parameters, ...others] };
}

function failure(id: string, error: unknown): TlcError {
  if (error instanceof TlcError) return error;
  const own = TlcError.from(error, 'PLUGIN_FAILED');
  return own.code === 'PLUGIN_FAILED' ? new TlcError(own.code, `${id}: ${own.message}`, { cause: error }) : own;
}

/** Frees a result, but no tensor of the input, and nothing that is no model. */
function discard(result: Model, input: Model): void {
  if (result === input || !(result?.parameters instanceof Map)) return;
  const given = new Set([...input.parameters.values()].map(({ value }) => value));
  const own = [...result.parameters].filter(([, { value }]) => !given.has(value) && !value.isDisposed);
  disposeModel({ ...result, parameters: new Map(own) });
}
