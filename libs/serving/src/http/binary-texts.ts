import { TlcError } from '#contracts';

/** The texts of a BYTES tensor in the protocol's binary form: of each its length in bytes, uint32 little-endian, and its
 * UTF-8.
 * @throws TlcError CONFIG_WRONG_VALUE where it ends within a text or a text is not UTF-8 */
export function bytesTexts(binary: Buffer, field: string): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const texts: string[] = [];
  for (let at = 0; at < binary.length;) {
    const start = at + 4;
    const end = start <= binary.length ? start + binary.readUInt32LE(at) : Infinity;
    if (end > binary.length) throw new TlcError('CONFIG_WRONG_VALUE', `${field}: its bytes end within a text`);
    try {
      texts.push(decoder.decode(binary.subarray(start, end)));
    } catch {
      throw new TlcError('CONFIG_WRONG_VALUE', `${field}: text ${texts.length} is not UTF-8`);
    }
    at = end;
  }
  return texts;
}
