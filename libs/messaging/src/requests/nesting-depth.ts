const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/** How deep the brackets of a JSON text are nested, or `limit + 1` as soon as it is deeper: a parser that recurses could
 * run out of stack on what it is given. Brackets within strings do not count. */
export function nestingDepth(text: Uint8Array, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let isString = false;
  for (let at = 0; at < text.length; at += 1) {
    const byte = text[at];
    if (isString) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isString = false;
    } else if (byte === QUOTE) isString = true;
    else if (OPENING.includes(byte)) {
      depth += 1;
      if (depth > limit) return depth;
      deepest = Math.max(deepest, depth);
    } else if (CLOSING.includes(byte)) depth -= 1;
  }
  return deepest;
}
