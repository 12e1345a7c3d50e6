import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer as Engine } from 'tokenizers';
import { TlcError } from '#contracts';
import type { SpecialTokens } from '../dataset.js';
import { SPECIAL_TOKENS } from './special-tokens.js';

/** A tokenizer that is ready to encode. */
export interface Tokenizer {
  /** Content of its tokenizer.json. */
  readonly json: string;
  /** One more than the largest id. */
  readonly vocabSize: number;
  readonly special: SpecialTokens;
  readonly engine: Engine;
}

/** The tokenizer that a tokenizer.json describes. Padding and truncation that it asks for are switched off: batches are
 * packed, and lengths are decided by who encodes.
 * @param name what to call it in messages, such as its path
 * @throws TlcError TOKENIZER_INVALID */
export function openTokenizer(json: string, name = 'tokenizer.json'): Tokenizer {
  const engine = parse(json, name);
  engine.disablePadding();
  engine.disableTruncation();
  const special = Object.fromEntries(
    SPECIAL_TOKENS.map(([key, token]) => {
      const id = engine.tokenToId(token);
      if (id === null) {
        const message = `${name} has no token ${token}; a BERT model needs ${SPECIAL_TOKENS.map(([, t]) => t).join(' ')}`;
        throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: name, token } });
      }
      return [key, id];
    }),
  ) as unknown as SpecialTokens;
  const vocabSize = Object.values(engine.getVocab(true)).reduce((largest, id) => Math.max(largest, id), -1) + 1;
  return { json, vocabSize, special, engine };
}

function parse(json: string, name: string): Engine {
  try {
    return Engine.fromString(json);
  } catch (cause) {
    const message = `${name} is not a tokenizer: ${(cause as Error).message}`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause, details: { tokenizer: name } });
  }
}

/** Opens a tokenizer.json, or the one in a folder.
 * @throws TlcError FILE_MISSING, TOKENIZER_INVALID */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  const folder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = folder ? join(path, 'tokenizer.json') : path;
  const json = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new TlcError('FILE_MISSING', `${file} cannot be read (${cause.code})`, { cause, details: { path: file } });
  });
  return openTokenizer(json, file);
}
