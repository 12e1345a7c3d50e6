import { join } from 'node:path';
import { statInput } from '#artifacts';
import { readTokenizer, type Tokenizer } from './open-tokenizer.js';

/** The file beside tokenizer.json with the tokenizer of a translator's targets, where they have one of their own. */
export const TARGET_TOKENIZER = 'target_tokenizer.json';

/** The tokenizer of the targets of a folder's tokenizer; undefined where both sides have one.
 * @throws TlcError TOKENIZER_INVALID */
export async function readTargetTokenizer(folder: string): Promise<Tokenizer | undefined> {
  const file = join(folder, TARGET_TOKENIZER);
  const isThere = await statInput(file).then(
    () => true,
    () => false,
  );
  return isThere ? readTokenizer(file) : undefined;
}
