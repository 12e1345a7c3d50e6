/** Tokens that may not continue a text: its end while it is too short, and what would make a sequence of `noRepeat` tokens
 * come twice.
 * @param end id of the token that ends a text */
export function bannedAfter(
  tokens: readonly number[],
  end: number,
  { shortest, noRepeat }: { readonly shortest: number; readonly noRepeat: number },
): number[] | undefined {
  const banned = tokens.length < shortest ? [end] : [];
  if (noRepeat > 0 && tokens.length >= noRepeat - 1) banned.push(...repeating(tokens, noRepeat - 1));
  return banned.length > 0 ? banned : undefined;
}

/** The tokens that have followed the last `count` tokens before. */
function repeating(tokens: readonly number[], count: number): number[] {
  const found: number[] = [];
  const last = tokens.length - count;
  for (let at = 0; at < last; at++) {
    let same = true;
    for (let i = 0; i < count && same; i++) same = tokens[at + i] === tokens[last + i];
    if (same) found.push(tokens[at + count]);
  }
  return found;
}
