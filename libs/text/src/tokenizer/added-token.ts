/** A token that is found in a text before anything else, as tokenizer.json has it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  /** Takes the white space before (behind) it along. */
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  readonly normalized: boolean;
  readonly special: boolean;
}

/** A special token, found in the text as it stands. */
export function specialToken(id: number, content: string, more: Partial<AddedToken> = {}): AddedToken {
  const usual = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return { id, content, ...usual, ...more };
}

/** Tokens that files add to a vocabulary, or say how to find in a text.
 * @param idOf the id of a token of the vocabulary */
export type AddedTokens = (idOf: (token: string) => number | undefined) => readonly AddedToken[];

/** Added tokens in the order of their ids; of two of one name the later one. */
export function inOrder(...lists: readonly (readonly AddedToken[])[]): AddedToken[] {
  return [...new Map(lists.flat().map((token) => [token.content, token])).values()].sort((a, b) => a.id - b.id);
}
