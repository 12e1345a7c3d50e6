import { join } from 'node:path';
import { Tokenizer as Engine } from 'tokenizers';
import { readInput, statInput } from '#artifacts';
import { content, TlcError } from '#contracts';
import type { SpecialTokens } from '../dataset.js';
import { TOKEN_ROLES, type TokenNames, type TokenRole } from './special-tokens.js';
import { framing, tokenNames } from './token-names.js';

/** A tokenizer that is ready to encode. */
export interface Tokenizer {
  /** Content of its tokenizer.json. */
  readonly json: string;
  /** One more than the largest id. */
  readonly vocabSize: number;
  readonly special: SpecialTokens;
  readonly engine: Engine;
}

/** What of a tokenizer.json its reader looks at. */
export interface TokenizerJson {
  readonly added_tokens?: readonly { readonly content: string; readonly id: number }[];
}

interface FramedJson {
  readonly post_processor?: Parameters<typeof framing>[0];
}

/** The tokenizer that a tokenizer.json describes. Padding and truncation that it asks for are switched off: batches are
 * packed, and lengths are decided by who encodes.
 * @param name what to call it in messages, such as its path
 * @param names its special tokens by their role; left out: as the file tells them (`tokenNames`)
 * @throws TlcError TOKENIZER_INVALID */
export function openTokenizer(json: string, name = 'tokenizer.json', names: Partial<TokenNames> = {}): Tokenizer {
  const engine = engineOf(json, name);
  engine.disablePadding();
  engine.disableTruncation();
  const parsed = JSON.parse(json) as FramedJson;
  const known: { -readonly [role in TokenRole]?: string } = { ...tokenNames(parsed), ...names };
  // Of a decoder, whose texts only end: its padding begins them, too, and nothing is masked
  const ends = framing(parsed.post_processor)?.length === 1;
  if (ends) known.cls ??= known.pad;
  const roles = TOKEN_ROLES.filter((role) => role !== 'mask' || known.mask !== undefined || !ends);
  const special = Object.fromEntries(
    roles.map((role) => {
      const token = known[role];
      const id = token === undefined ? null : engine.tokenToId(token);
      if (id === null) {
        const which = token === undefined ? '' : ` (${content(token)} is not in its vocabulary)`;
        const message = `${name} has no ${role} token${which}; an encoder needs ${TOKEN_ROLES.join(', ')}`;
        throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: name, role } });
      }
      return [role, id];
    }),
  ) as unknown as SpecialTokens;
  const vocabSize = Object.values(engine.getVocab(true)).reduce((largest, id) => Math.max(largest, id), -1) + 1;
  return { json, vocabSize, special, engine };
}

/** The content of a tokenizer.json that the engine can read.
 * @throws TlcError TOKENIZER_INVALID */
export function parseTokenizer(json: string, name: string): TokenizerJson {
  engineOf(json, name);
  return JSON.parse(json) as TokenizerJson;
}

function engineOf(json: string, name: string): Engine {
  try {
    return Engine.fromString(json);
  } catch (cause) {
    const message = `${name} is not a tokenizer: ${content((cause as Error).message)}`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause, details: { tokenizer: name } });
  }
}

/** Opens a tokenizer.json, or the one in a folder.
 * @throws TlcError FILE_MISSING, TOKENIZER_INVALID */
export async function readTokenizer(path: string): Promise<Tokenizer> {
  const folder = await statInput(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const file = folder ? join(path, 'tokenizer.json') : path;
  const json = await readInput(file).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('FILE_MISSING', `${file} cannot be read (${cause.code})`, { cause, details: { path: file } });
  });
  return openTokenizer(json.toString('utf8'), file);
}
