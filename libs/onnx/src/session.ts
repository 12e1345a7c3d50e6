import * as ort from 'onnxruntime-node';
import type { Batch } from '#text';
import { INPUTS } from './drawing/inputs.js';
import { feedsOf } from './feeds.js';
import { EMBEDDINGS } from './outputs.js';

/** An ONNX model in ONNX Runtime. */
export interface OnnxClassifier {
  /** What its head answers for a packed batch, float32, row by row: [sentences, classes or width], or [rows, classes] where
   * it answers for each token, of the source or of the target. */
  run(batch: Batch): Promise<Float32Array>;
  close(): Promise<void>;
}

/** How many threads of the processor are used, and whether products with quantized weights are exact. */
interface SessionSettings {
  readonly threads?: number;
  readonly exact?: boolean;
}

/** By its own default ONNX Runtime rounds the inputs of products with quantized weights to 8 bits, which is faster;
 * `exact` has it calculate them in float32, as the engine does. */
export const sessionOptions = ({
  threads = 1,
  exact = false,
}: SessionSettings = {}): ort.InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: 3,
  ...(exact && { extra: { session: { qdq_matmulnbits_accuracy_level: '1' } } }),
});

/** Opens a file of `exportOnnx` on the processor. */
export async function openOnnx(path: string, settings: SessionSettings = {}): Promise<OnnxClassifier> {
  const session = await ort.InferenceSession.create(path, sessionOptions(settings));
  // Of an embeddings model what its tokens have is left where it is
  const wanted = session.outputNames.includes(EMBEDDINGS) ? [EMBEDDINGS] : session.outputNames;
  return {
    async run(batch) {
      const outputs = await session.run(feedsOf(session, batch), wanted);
      return packed(session.inputNames.includes(INPUTS.target) ? batch.target! : batch, outputs);
    },
    close: () => session.release(),
  };
}

/** Outputs without the rows of padding, those of several outputs beside one another. */
function packed({ starts }: Pick<Batch, 'starts'>, outputs: ort.InferenceSession.OnnxValueMapType): Float32Array {
  const all = Object.values(outputs).map((output) => output as ort.Tensor);
  const [first] = all;
  const isForTokens = all.length > 1 || first.dims.length === 3;
  if (!isForTokens) return first.data as Float32Array;
  const [, length, width = 1] = first.dims;
  const rows = starts[starts.length - 1];
  const out = new Float32Array(rows * width * all.length);
  for (let sentence = 0; sentence + 1 < starts.length; sentence++) {
    for (let row = starts[sentence]; row < starts[sentence + 1]; row++) {
      const from = (sentence * length + row - starts[sentence]) * width;
      all.forEach(({ data }, part) => {
        const at = (row * all.length + part) * width;
        out.set((data as Float32Array).subarray(from, from + width), at);
      });
    }
  }
  return out;
}
