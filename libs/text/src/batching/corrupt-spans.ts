import type { Batch } from '../batch.js';
import type { SpecialTokens } from '../dataset.js';
import type { RandomNumbers } from './hidden-tokens.js';
import { targetOf } from './translation-batch.js';

/** How spans of a text are corrupted (Raffel et al. 2020, arXiv 1910.10683, section 3.1.4). */
export interface SpanCorruption {
  /** Share of a text's tokens that are corrupted. */
  readonly rate: number;
  /** Tokens of a span in the mean. */
  readonly meanLength: number;
  /** Ids of the tokens that stand for spans, in their order; two at least. */
  readonly sentinels: ArrayLike<number>;
}

/** Tokens `from` to `to` − 1 of a text. */
export interface TokenSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * A batch in which spans of each sentence are replaced by a sentinel each, with the spans as targets: each after its
 * sentinel, then a final sentinel and the end. Special tokens around a sentence stay.
 *
 * Spans are drawn as T5's code draws them: as many tokens and spans as the share and the mean length ask for, cut at places
 * that are all equally likely; a text begins with a token that stays, and one of a single token stays as it is.
 */
export function corruptSpans(
  { ids, starts }: Batch,
  special: Pick<SpecialTokens, 'cls' | 'sep'>,
  how: SpanCorruption,
  random: RandomNumbers,
): Batch {
  const sources: number[][] = [];
  const targets: Int32Array[] = [];
  for (let sentence = 0; sentence + 1 < starts.length; sentence++) {
    const whole = ids.subarray(starts[sentence], starts[sentence + 1]);
    const first = whole[0] === special.cls ? 1 : 0;
    const end = whole.length > first && whole.at(-1) === special.sep ? whole.length - 1 : whole.length;
    const text = whole.subarray(first, end);
    const { source, target } = withSentinels(text, spansOf(text.length, how, random), how.sentinels);
    sources.push([...whole.subarray(0, first), ...source, ...whole.subarray(end)]);
    targets.push(Int32Array.of(...target, special.sep));
  }
  const own = new Int32Array(sources.length + 1);
  sources.forEach(({ length }, i) => (own[i + 1] = own[i] + length));
  return {
    ids: Int32Array.from(sources.flat()),
    positions: Int32Array.from(sources.flatMap((source) => [...source.keys()])),
    types: new Int32Array(own[sources.length]),
    starts: own,
    target: targetOf(targets, special.cls),
  };
}

/** A text with a sentinel in the place of each span, and the spans with theirs. */
export function withSentinels(text: Int32Array, spans: readonly TokenSpan[], sentinels: ArrayLike<number>) {
  const [source, target]: number[][] = [[], []];
  let at = 0;
  for (const [i, { from, to }] of spans.entries()) {
    source.push(...text.subarray(at, from), sentinels[i]);
    target.push(sentinels[i], ...text.subarray(from, to));
    at = to;
  }
  source.push(...text.subarray(at));
  target.push(sentinels[spans.length]);
  return { source, target };
}

/** Spans of a text of `length` tokens. */
function spansOf(length: number, { rate, meanLength, sentinels }: SpanCorruption, random: RandomNumbers): TokenSpan[] {
  if (length < 2) return [];
  const hidden = Math.min(length - 1, Math.max(1, Math.round(length * rate)));
  const most = Math.min(hidden, length - hidden, sentinels.length - 1);
  const count = Math.min(most, Math.max(1, Math.round(hidden / meanLength)));
  const [kept, gone] = [length - hidden, hidden].map((tokens) => cutInto(tokens, count, random));
  let at = 0;
  return gone.map((own, i) => {
    const from = at + kept[i];
    at = from + own;
    return { from, to: at };
  });
}

/** Lengths of `parts` pieces of `tokens` tokens, none empty: each way to cut is equally likely. */
function cutInto(tokens: number, parts: number, random: RandomNumbers): number[] {
  const lengths: number[] = [];
  let left = parts - 1;
  let length = 1;
  for (let place = 1; place < tokens; place++, length++) {
    if (random.integer(tokens - place) >= left) continue;
    lengths.push(length);
    length = 0;
    left--;
  }
  return [...lengths, length];
}
