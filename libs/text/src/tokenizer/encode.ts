import { TlcError } from '#contracts';
import type { Tokenizer } from './open-tokenizer.js';

/** Sentences encoded one after another. */
export interface Encoded {
  /** int32 [tokens] */
  readonly ids: Int32Array;
  /** uint8 [tokens], where a second text has type 1; absent where there are no pairs. */
  readonly types?: Uint8Array;
  /** int32 [sentences + 1] */
  readonly starts: Int32Array;
  /** Texts (or pairs) longer than `maxLength`, which lost their end. */
  readonly cut: number;
}

export interface EncodeOptions {
  /** Longest sentence or pair in tokens, special tokens included; of a pair the longer text is cut first. Left out:
   * nothing is cut. */
  readonly maxLength?: number;
  /** Put special tokens such as [CLS] and [SEP] around; on by default. Without them a text may have no tokens at all. */
  readonly special?: boolean;
  /** Told now and then how many texts are done; may throw to stop. */
  readonly onProgress?: (done: number) => void;
}

/** Texts that the engine is given at a time: enough for all its threads. */
const CHUNK = 2048;

/** Encodes texts, or pairs of texts.
 * @param pairs second text of each pair, as many as `texts`
 * @throws TlcError TOKENIZER_INVALID where special tokens are asked for and the tokenizer has no rule for them */
export async function encode(
  tokenizer: Tokenizer,
  texts: readonly string[],
  pairs: readonly string[] | undefined,
  options: EncodeOptions = {},
): Promise<Encoded> {
  const { engine } = tokenizer;
  const settings = { addSpecialTokens: options.special ?? true };
  if (settings.addSpecialTokens && (await engine.encode('', null, settings)).getLength() === 0) throw noSpecialTokens();
  if (options.maxLength === undefined) engine.disableTruncation();
  else engine.setTruncation(options.maxLength);
  const starts = new Int32Array(texts.length + 1);
  // Of a chunk each: lists of numbers would take several times the memory
  const ids: Int32Array[] = [];
  const types: Uint8Array[] = [];
  let cut = 0;
  for (let from = 0; from < texts.length; from += CHUNK) {
    const chunk = texts.slice(from, from + CHUNK);
    // The package's encodeBatch takes no pairs
    const encodings = pairs
      ? await Promise.all(chunk.map((text, i) => engine.encode(text, pairs[from + i], settings)))
      : await engine.encodeBatch(chunk, settings);
    const own = encodings.map((encoding) => encoding.getIds());
    ids.push(Int32Array.from(own.flat()));
    if (pairs) types.push(Uint8Array.from(encodings.flatMap((encoding) => encoding.getTypeIds())));
    for (const [i, encoding] of encodings.entries()) {
      if (options.maxLength !== undefined && encoding.getOverflowing().length > 0) cut += 1;
      starts[from + i + 1] = starts[from + i] + own[i].length;
    }
    options.onProgress?.(Math.min(texts.length, from + CHUNK));
  }
  const tokens = starts[texts.length];
  return {
    ids: joined(ids, new Int32Array(tokens)),
    ...(pairs && { types: joined(types, new Uint8Array(tokens)) }),
    starts,
    cut,
  };
}

function joined<A extends Int32Array | Uint8Array>(chunks: readonly A[], into: A): A {
  let at = 0;
  for (const chunk of chunks) {
    into.set(chunk, at);
    at += chunk.length;
  }
  return into;
}

function noSpecialTokens(): TlcError {
  const message = 'the tokenizer puts no special tokens around a text: import its model, whose family says which';
  return new TlcError('TOKENIZER_INVALID', message);
}
