import { splitWords } from '../../translation/whitespace.js';

/** The international tokenizer of mteval-v14.pl: Unicode's symbols stand alone, and its punctuation does unless between
 * numbers (or, a defect kept for its numbers' sake, between a number and the end). Which characters are punctuation is
 * what the running Node.js's version of Unicode says. */
export function tokenizeIntl(segment: string): string[] {
  return splitWords(
    segment
      .replace(/(\P{N})(\p{P})/gu, '$1 $2 ')
      .replace(/(\p{P})(\P{N})/gu, ' $1 $2')
      .replace(/\p{S}/gu, ' $& '),
  );
}
