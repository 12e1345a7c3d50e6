/** What a model is asked about: a text, or two texts of a pair. */
export interface TextToRead {
  readonly text: string;
  readonly pair?: string;
}
