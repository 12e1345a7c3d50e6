import { measuresOf } from '#metrics/translation';

const [sentenceBleu] = measuresOf(['bleu'], { bleu: { effective_order: true, force: true } });

/** The text nearest to a reference by the smoothed BLEU of sentences, the first of equals (Kim and Rush 2016, section 3.3).
 * @param texts one at least */
export function nearest(texts: readonly string[], reference: string): string {
  const counts = new Float64Array(sentenceBleu.width);
  const scores = texts.map((text) => {
    counts.fill(0);
    sentenceBleu.count(text, [reference], counts, 0);
    return sentenceBleu.score(counts).value;
  });
  return texts[scores.indexOf(Math.max(...scores))];
}
