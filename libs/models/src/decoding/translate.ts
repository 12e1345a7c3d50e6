import { setImmediate } from 'node:timers/promises';
import { beamSearch, type FoundText } from '#decoding';
import { cancelIfAborted } from '#contracts';
import { batches, type Split } from '#text';
import type { HeadedConfig } from '../computing/pass.js';
import { dimensions } from '#families';
import type { Weights } from '../weights.js';
import { decoderOf } from './decoder.js';

export interface TranslateOptions {
  /** Continuations of a source that are followed at once. */
  readonly beams: number;
  /** As in `SearchOptions`. */
  readonly lengthPenalty?: number;
  /** Texts for each source, best first; 1 when left out. */
  readonly best?: number;
  readonly signal?: AbortSignal;
  /** Told how many sources are done. */
  readonly onProgress?: (done: number) => void;
}

/** Tokens that a translation may have: so many times those of its source, and some more. */
const LONGEST = { ratio: 2, spare: 20 } as const;

/** Numbers of keys and values that are kept at one time, as far as a batch is not of one source: 256 MiB. */
const KEPT = 2 ** 26;
/** Tokens of the sources of a batch: enough to keep the processor busy with each step of the decoder. */
const MOST_TOKENS = 4096;

/**
 * The translations of sentences, in their order; how they are put into batches changes none of them.
 *
 * @param sources encoded as the model's training was, one text each
 * @returns for each source its best texts, with the token ids that a tokenizer decodes
 * @throws TlcError MODEL_WRONG_HEAD, JOB_CANCELLED, CONFIG_WRONG_VALUE
 */
export async function translate(
  weights: Weights,
  model: HeadedConfig,
  sources: Split,
  options: TranslateOptions,
): Promise<FoundText[][]> {
  const { beams, lengthPenalty, best } = options;
  const { positions, hidden, layers } = dimensions(model.config);
  // Texts become about as long as their sources, and a cache has room for twice as many tokens
  const tokens = Math.min(MOST_TOKENS, Math.max(1, Math.floor(KEPT / (2 * beams * 2 * hidden * layers))));
  const lengthOf = (sentence: number) => sources.starts[sentence + 1] - sources.starts[sentence];
  // Sources of about one length end at about one time
  const order = Int32Array.from({ length: sources.sentences }, (_, i) => i).sort(
    (a, b) => lengthOf(a) - lengthOf(b) || a - b,
  );
  const found: FoundText[][] = [];
  let done = 0;
  for (const { batch, position } of batches(sources, order, { tokens })) {
    cancelIfAborted(options.signal);
    const longest = Int32Array.from(order.subarray(done, position), (sentence) =>
      Math.min(positions, LONGEST.ratio * lengthOf(sentence) + LONGEST.spare),
    );
    const texts = beamSearch(decoderOf(weights, model, batch), { beams, lengthPenalty, best, longest });
    texts.forEach((own, i) => (found[order[done + i]] = own));
    done = position;
    options.onProgress?.(done);
    await setImmediate();
  }
  return found;
}
