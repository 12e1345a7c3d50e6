import { TlcError } from '#contracts';
import { type AddedTokens, inOrder, specialToken } from './added-token.js';
import { TOKEN_ROLES, type TokenNames } from './special-tokens.js';

export interface ByteLevelOptions {
  /** Put a space before a text, so that its first word is taken as one that follows others. */
  readonly addPrefixSpace?: boolean;
  readonly names?: Partial<TokenNames>;
  readonly added?: AddedTokens;
}

/** A tokenizer.json for byte-level BPE (Radford et al., 2019; Sennrich et al., 2016, arXiv 1508.07909), without special
 * tokens around texts: `frame` adds these.
 * @param vocabulary content of vocab.json
 * @param merges content of merges.txt
 * @param name what to call the folder in messages
 * @throws TlcError TOKENIZER_INVALID */
export function byteLevelTokenizer(
  vocabulary: string,
  merges: string,
  options: ByteLevelOptions = {},
  name = 'the folder',
): string {
  const vocab = parseVocabulary(vocabulary, name);
  return JSON.stringify(byteLevel(vocab, parseMerges(merges, vocab, name), options));
}

/** The parts of that tokenizer.json.
 * @param vocab the id of each token
 * @param merges pairs of tokens, the first merged first */
export function byteLevel(
  vocab: Readonly<Record<string, number>>,
  merges: readonly (readonly [string, string])[],
  { addPrefixSpace = false, names = {}, added = () => [] }: ByteLevelOptions,
) {
  const idOf = (token: string) => (Object.hasOwn(vocab, token) ? vocab[token] : undefined);
  const special = TOKEN_ROLES.flatMap((role) => {
    const token = names[role];
    const id = token === undefined ? undefined : idOf(token);
    // What is masked is a word, with the space before it
    return token === undefined || id === undefined ? [] : [specialToken(id, token, { lstrip: role === 'mask' })];
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: inOrder(special, added(idOf)),
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: addPrefixSpace, trim_offsets: true, use_regex: true },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      vocab,
      merges,
    },
  };
}

function parseVocabulary(vocabulary: string, name: string): Record<string, number> {
  const invalid = (problem: string, cause?: unknown) =>
    new TlcError('TOKENIZER_INVALID', `${name}/vocab.json ${problem}`, { cause, details: { tokenizer: name } });
  let vocab: unknown;
  try {
    vocab = JSON.parse(vocabulary);
  } catch (cause) {
    throw invalid('is not JSON', cause);
  }
  const ids = typeof vocab === 'object' && vocab !== null && !Array.isArray(vocab) ? Object.values(vocab) : [];
  if (ids.length === 0 || !ids.every((id) => Number.isSafeInteger(id) && id >= 0)) {
    throw invalid('does not give every token its id');
  }
  if (new Set(ids).size < ids.length) throw invalid('gives two tokens one id');
  return vocab as Record<string, number>;
}

/** Lines of two pieces that are merged, the first line first; a first line `#version: …` is none of them. */
function parseMerges(merges: string, vocab: Readonly<Record<string, number>>, name: string): [string, string][] {
  const lines = merges.split('\n').map((line) => line.replace(/\r$/, ''));
  return lines.flatMap((line, at) => {
    if (line === '' || (at === 0 && line.startsWith('#version'))) return [];
    const pair = line.split(' ');
    if (pair.length === 2 && [...pair, pair.join('')].every((piece) => Object.hasOwn(vocab, piece))) {
      return [pair as [string, string]];
    }
    const problem = pair.length === 2 ? 'merges what vocab.json lacks' : 'is not two pieces';
    throw new TlcError('TOKENIZER_INVALID', `${name}/merges.txt, line ${at + 1}: ${problem}`, {
      details: { tokenizer: name, line: at + 1 },
    });
  });
}
