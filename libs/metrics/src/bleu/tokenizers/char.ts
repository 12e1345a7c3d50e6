import { isSpaceCode } from '../../translation/whitespace.js';

/** Every character (code point) but white space is a token. */
export function tokenizeChar(segment: string): string[] {
  return Array.from(segment).filter((character) => !isSpaceCode(character.codePointAt(0)!));
}
