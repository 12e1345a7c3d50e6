import { join } from 'node:path';
import { readInput } from '#artifacts';
import { tensorOf } from '#engine';
import { FILES, openFolder } from '#families';
import type { Model, Parameter } from '../model.js';
import { checkCopies } from './check-copies.js';
import { readParameter } from './read-parameter.js';

/**
 * Reads a model folder in Hugging Face layout: one that TLC wrote, or a dense one of anyone's. 16-bit floats become
 * float32. The model's tensors belong to the caller (`disposeModel`).
 *
 * @throws TlcError MODEL_MISSING_FILE, MODEL_CONFIG_INVALID, MODEL_UNSUPPORTED, MODEL_MISSING_TENSOR, MODEL_WRONG_SHAPE,
 * MODEL_NOT_FINITE, MODEL_CONTRADICTORY, ENCODING_INVALID, SAFETENSORS_INVALID, and what `openWeights` throws
 */
export async function readModel(folder: string): Promise<Model> {
  const opened = await openFolder(folder);
  const { config, head, shapes } = opened;
  if (head.kind === 'masked-lm' || head.kind === 'seq2seq-lm') await checkCopies(opened);
  const parameters = new Map<string, Parameter>();
  try {
    // One after another, each in native memory at once: all at a time would be two copies of the model
    for (const parameter of shapes) {
      const { name, role, shape } = parameter;
      const { values, encoding } = await readParameter(opened, parameter);
      parameters.set(name, { name, role, value: tensorOf(values, shape), ...(encoding && { encoding }) });
    }
  } catch (error) {
    for (const { value } of parameters.values()) value.dispose();
    throw error;
  }
  const tokenizer = await readInput(join(folder, FILES.tokenizer)).catch(() => undefined);
  return { config, head, parameters, ...(tokenizer && { tokenizer: tokenizer.toString('utf8') }) };
}
