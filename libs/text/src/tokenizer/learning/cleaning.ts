/** How text is cleaned before it is split. */
export interface CleaningOptions {
  readonly lowercase: boolean;
  /** Left out: where it lower-cases, as BERT does. */
  readonly stripAccents?: boolean;
}

/** The steps of a tokenizer.json's normalizer that do so; none where the text stays as it is. */
export function cleaning({ lowercase, stripAccents = lowercase }: CleaningOptions): readonly object[] {
  // An accent can be taken away once it is a character of its own
  const accents = stripAccents ? [{ type: 'NFD' }, { type: 'StripAccents' }, { type: 'NFC' }] : [];
  return [...accents, ...(lowercase ? [{ type: 'Lowercase' }] : [])];
}
