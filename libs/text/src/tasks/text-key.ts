/** What two texts (or pairs of texts) share that are the same but for case, spaces and forms of characters. */
export function textKey(text: string, pair = ''): string {
  return `${plain(text)}\n${plain(pair)}`;
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
}
