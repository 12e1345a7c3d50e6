import * as ort from 'onnxruntime-node';
import type { Batch } from '#text';
import { padBatch } from './padded.js';

/** An ONNX classifier in ONNX Runtime. */
export interface OnnxClassifier {
  /** Logits float32 [sentences, classes] of a packed batch, row by row. */
  run(batch: Batch): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Opens a file of `exportOnnx` on the processor with so many threads.
 * By its own default ONNX Runtime rounds the inputs of products with quantized weights to 8 bits, which is faster;
 * `exact` has it calculate them in float32, as the engine does. */
export async function openOnnx(
  path: string,
  { threads = 1, exact = false }: { threads?: number; exact?: boolean } = {},
): Promise<OnnxClassifier> {
  const session = await ort.InferenceSession.create(path, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    ...(exact && { extra: { session: { qdq_matmulnbits_accuracy_level: '1' } } }),
  });
  return {
    async run(batch) {
      const { batch: size, length, ids, mask, types } = padBatch(batch);
      const tensor = (data: BigInt64Array) => new ort.Tensor('int64', data, [size, length]);
      const outputs = await session.run({
        input_ids: tensor(ids),
        attention_mask: tensor(mask),
        token_type_ids: tensor(types),
      });
      return outputs['logits'].data as Float32Array;
    },
    close: () => session.release(),
  };
}
