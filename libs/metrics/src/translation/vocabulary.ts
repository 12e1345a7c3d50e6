/** Words as numbers: equal words have the same one. */
export class Vocabulary {
  private readonly ids = new Map<string, number>();

  /** The numbers of words, in an array of their own. */
  encode(words: readonly string[]): Int32Array {
    const encoded = new Int32Array(words.length);
    for (let at = 0; at < words.length; at++) {
      let id = this.ids.get(words[at]);
      if (id === undefined) this.ids.set(words[at], (id = this.ids.size + 1));
      encoded[at] = id;
    }
    return encoded;
  }
}
