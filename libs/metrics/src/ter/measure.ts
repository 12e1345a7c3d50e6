import type { TranslationMeasure } from '../translation/measure.js';
import { Vocabulary } from '../translation/vocabulary.js';
import { terSettings, type TerOptions } from './options.js';
import { scoreTer } from './score.js';
import { translationEdits } from './shifts.js';
import { terWords } from './tokenizer.js';

const yes = (value: boolean) => (value ? 'yes' : 'no');

/** TER with these settings. Of several references the one that takes the fewest edits counts, and their mean length. */
export function terMeasure(options: TerOptions = {}): TranslationMeasure {
  const settings = terSettings(options);
  const vocabulary = new Vocabulary();
  const wordsOf = (text: string) => vocabulary.encode(terWords(text, settings));
  /** sacreBLEU normalizes references twice, and the second time may part more: `it's？` becomes `it's ？`, then
   * `it 's ？`. */
  const referenceWords = (text: string) =>
    wordsOf(settings.normalized || settings.no_punct ? terWords(text, settings).join(' ') : text);
  return {
    key: 'ter',
    title: 'TER',
    width: 2,
    unsigned: [],
    fields: [
      ['case', 'c', settings.case_sensitive ? 'mixed' : 'lc'],
      ['tok', 't', 'tercom'],
      ['norm', 'nr', yes(settings.normalized)],
      ['punct', 'pn', yes(!settings.no_punct)],
      ['asian', 'as', yes(settings.asian_support)],
    ],
    count(hypothesis, references, counts, from) {
      const words = wordsOf(hypothesis);
      let [least, lengths] = [Infinity, 0];
      for (const reference of references) {
        const other = referenceWords(reference);
        least = Math.min(least, translationEdits(words, other));
        lengths += other.length;
      }
      counts[from] = least;
      counts[from + 1] = lengths / references.length;
    },
    score: scoreTer,
    detail: () => '',
    parts: (counts) => ({ edits: counts[0], reference_length: counts[1] }),
    warnings: () => [],
  };
}
