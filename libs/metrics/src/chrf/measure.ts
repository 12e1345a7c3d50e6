import type { TranslationMeasure } from '../translation/measure.js';
import { NgramTree } from '../translation/ngrams.js';
import { Vocabulary } from '../translation/vocabulary.js';
import { chrfSettings, type ChrfOptions } from './options.js';
import { scoreChrf } from './score.js';
import { Characters, chrfWords } from './symbols.js';

/** chrF with these settings. Of several references the one with the best score counts, the first of equals.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function chrfMeasure(options: ChrfOptions = {}): TranslationMeasure {
  const settings = chrfSettings(options);
  const { char_order, word_order, beta, lowercase, whitespace } = settings;
  const width = 3 * (char_order + word_order);
  const vocabulary = new Vocabulary();
  const [characterTree, wordTree] = [new NgramTree(char_order), new NgramTree(word_order)];
  const [hypothesisCharacters, referenceCharacters] = [new Characters(), new Characters()];
  const cased = (text: string) => (lowercase ? text.toLowerCase() : text);
  const wordsOf = (text: string) => vocabulary.encode(chrfWords(text));

  /** Counts of one kind of symbol against one reference, written to `counts[from …]`. */
  function compare(
    tree: NgramTree,
    orders: number,
    hypothesis: { symbols: Int32Array; length: number },
    reference: { symbols: Int32Array; length: number },
    counts: Float64Array,
    from: number,
  ): void {
    tree.clear(reference.length);
    tree.add(reference.symbols, reference.length, 1);
    tree.match(hypothesis.symbols, hypothesis.length, counts, from + 2, 3);
    for (let n = 0; n < orders; n++) {
      const inReference = Math.max(0, reference.length - n);
      // Without n-grams of this order in the reference those of the hypothesis do not count
      counts[from + 3 * n] = inReference > 0 ? Math.max(0, hypothesis.length - n) : 0;
      counts[from + 3 * n + 1] = inReference;
    }
  }

  const candidate = new Float64Array(width);
  return {
    key: 'chrf',
    title: `chrF${beta}${'+'.repeat(word_order)}`,
    width,
    unsigned: [],
    fields: [
      ['case', 'c', lowercase ? 'lc' : 'mixed'],
      ['eff', 'e', settings.eps_smoothing ? 'no' : 'yes'],
      ['nc', 'nc', char_order],
      ['nw', 'nw', word_order],
      ['space', 's', whitespace ? 'yes' : 'no'],
    ],
    count(hypothesis, references, counts, from) {
      const text = cased(hypothesis);
      const length = hypothesisCharacters.read(text, whitespace);
      const own = { symbols: hypothesisCharacters.codes, length };
      const ownWords = word_order > 0 ? wordsOf(text) : undefined;
      let best = -1;
      for (const reference of references) {
        const other = cased(reference);
        const otherLength = referenceCharacters.read(other, whitespace);
        compare(
          characterTree,
          char_order,
          own,
          { symbols: referenceCharacters.codes, length: otherLength },
          candidate,
          0,
        );
        if (ownWords) {
          const words = wordsOf(other);
          compare(
            wordTree,
            word_order,
            { symbols: ownWords, length: ownWords.length },
            { symbols: words, length: words.length },
            candidate,
            3 * char_order,
          );
        }
        const { value } = references.length > 1 ? scoreChrf(candidate, settings) : { value: 0 };
        if (value <= best) continue;
        best = value;
        counts.set(candidate, from);
      }
    },
    score: (counts, rounding) => scoreChrf(counts, settings, rounding),
    detail: () => '',
    parts: () => undefined,
    warnings: () => [],
  };
}
