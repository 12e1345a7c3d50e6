import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import type { Batch } from '#text';
import { INPUTS } from './drawing/inputs.js';
import { feedsOf } from './feeds.js';
import { sessionOptions } from './session.js';

type Values = Readonly<Record<string, ort.Tensor>>;

/** What the encoder made of a batch's sources. */
export interface EncodedSources {
  readonly states: ort.Tensor;
  readonly mask: ort.Tensor;
}

/** An encoder-decoder in ONNX Runtime. State is handed out and taken in again. */
export interface OnnxSeq2Seq {
  encode(batch: Batch): Promise<EncodedSources>;
  /** @param ids of each text's next tokens, int64 [texts, length]
   * @param past what an earlier call gave back; none for the first tokens
   * @returns logits float32 [texts, length, vocabulary] */
  decode(
    sources: EncodedSources,
    ids: BigInt64Array,
    past?: Values,
  ): Promise<{ readonly logits: Float32Array; readonly past: Values }>;
  close(): Promise<void>;
}

/** Opens files of `exportSeq2Seq` on the processor; products with codes are calculated in float32, as the engine does. */
export async function openSeq2Seq(
  folder: string,
  files: { readonly encoder: string; readonly decoder: string },
): Promise<OnnxSeq2Seq> {
  const open = (file: string) => ort.InferenceSession.create(join(folder, file), sessionOptions({ exact: true }));
  const encoder = await open(files.encoder);
  const decoder = await open(files.decoder);
  const kept = decoder.inputMetadata.filter(({ name }) => name.startsWith('past_key_values.'));
  return {
    async encode(batch) {
      const feeds = feedsOf(encoder, batch);
      const { last_hidden_state: states } = await encoder.run(feeds);
      return { states, mask: feeds[INPUTS.mask] };
    },
    async decode({ states, mask }, ids, past) {
      const [texts] = states.dims;
      const nothing = () =>
        Object.fromEntries(
          kept.map((input) => {
            const shape = input.isTensor ? input.shape.map((size, axis) => (axis === 0 ? texts : size)) : [];
            const dims = shape.map((size) => (typeof size === 'number' ? size : 0));
            return [input.name, new ort.Tensor('float32', new Float32Array(0), dims)];
          }),
        );
      const { logits, ...present } = await decoder.run({
        [INPUTS.memoryMask]: mask,
        [INPUTS.ids]: new ort.Tensor('int64', ids, [texts, ids.length / texts]),
        [INPUTS.memory]: states,
        ...(past ?? nothing()),
        [INPUTS.useCache]: new ort.Tensor('bool', [past !== undefined], [1]),
      });
      const next = Object.entries(present).map(([name, value]) => [name.replace('present', 'past_key_values'), value]);
      return { logits: logits.data as Float32Array, past: Object.fromEntries(next) as Values };
    },
    close: async () => {
      await encoder.release();
      await decoder.release();
    },
  };
}
