import * as ort from 'onnxruntime-node';
import type { Batch } from '#text';
import { INPUTS } from './drawing/inputs.js';
import { padBatch, padTexts } from './padded.js';

/** A packed batch as the inputs of a session. */
export function feedsOf(session: ort.InferenceSession, batch: Batch): Record<string, ort.Tensor> {
  const { batch: size, length, ids, mask, types } = padBatch(batch);
  const tensor = (data: BigInt64Array) => new ort.Tensor('int64', data, [size, length]);
  const target = session.inputNames.includes(INPUTS.target) ? padTexts(batch.target!) : undefined;
  return {
    [INPUTS.ids]: tensor(ids),
    [INPUTS.mask]: tensor(mask),
    ...(session.inputNames.includes(INPUTS.types) && { [INPUTS.types]: tensor(types) }),
    ...(target && { [INPUTS.target]: new ort.Tensor('int64', target.ids, [size, target.length]) }),
  };
}
