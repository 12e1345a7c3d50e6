import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dimensions, familyOf, type ModelConfig, targetTokens } from '#families';

/** Continuations of a source that Transformers follows at once, as `tlc translate` does. */
const BEAMS = 5;

/** Tokens of the longest text where the model itself has no limit. */
const LONGEST = 512;

/** Writes what Transformers and Transformers.js read of how a model writes texts: `generation_config.json`; nothing of a model
 * without a decoder. */
export async function writeGeneration(config: ModelConfig, folder: string): Promise<void> {
  if (!familyOf(config).decode) return;
  const { start, end, never } = targetTokens(config);
  const { pad_token_id: pad } = config as ModelConfig & { readonly pad_token_id?: number };
  const settings = {
    decoder_start_token_id: start,
    eos_token_id: end,
    ...(pad !== undefined && { pad_token_id: pad }),
    ...(never.length > 0 && { bad_words_ids: never.map((token) => [token]) }),
    max_length: Math.min(dimensions(config).positions, LONGEST),
    num_beams: BEAMS,
  };
  await writeFile(join(folder, 'generation_config.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
