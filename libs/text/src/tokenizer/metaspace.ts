/** What SentencePiece writes for a space. */
export const SPACE = '▁';

/** The part of a tokenizer.json that splits text at spaces, each of which stays with the word after it; as a decoder it writes
 * spaces again.
 * @param scheme whether a text gets a space before it: `always` or `never` */
export const metaspace = (scheme: string) => ({
  type: 'Metaspace',
  replacement: SPACE,
  prepend_scheme: scheme,
  split: true,
});
