import { join } from 'node:path';
import { content, quoted, TlcError } from '#contracts';
import { frame, tokenId, type TokenRules } from '../frame.js';
import { openTokenizer, parseTokenizer, type Tokenizer, type TokenizerJson } from '../open-tokenizer.js';
import { TOKEN_ROLES, type TokenNames } from '../special-tokens.js';
import { tokenNames } from '../token-names.js';
import { checkAgreement } from './agreement.js';
import { openTokenizerFolder } from './tokenizer-folder.js';
import { type Side, tokenizerOfVocabulary } from './vocabularies.js';

/** The tokenizer of a model folder that others made: from tokenizer.json, else from vocab.txt (WordPiece), vocab.json with
 * merges.txt (byte-level BPE), or a SentencePiece model, with the settings of tokenizer_config.json. Where the files do
 * not say which special tokens stand around a text, the rules of the model's family do.
 * @throws TlcError MODEL_MISSING_FILE where the folder has none of the files; TOKENIZER_INVALID with what cannot be read
 * or honoured */
export async function readTokenizerFiles(path: string, rules: TokenRules, side?: Side): Promise<Tokenizer> {
  const folder = await openTokenizerFolder(path);
  const name = join(path, 'tokenizer.json');
  const given = await folder.text('tokenizer.json');
  const made = given === undefined ? await tokenizerOfVocabulary(folder, rules, side) : undefined;
  const json = given ?? made?.json;
  if (json === undefined) throw missing(path);
  const parsed = made ? (JSON.parse(json) as TokenizerJson) : parseTokenizer(json, name);
  if (!made) checkAgreement(parsed, folder.settings);
  const names = { ...tokenNames(parsed), ...(made?.names ?? folder.settings.names) };
  const framed = withPadding(frame(json, rules, names, name), names.pad);
  const tokenizer = openTokenizer(framed, name, names);
  checkRoles(tokenNames(JSON.parse(framed)), names, path);
  for (const { content, id } of parsed.added_tokens ?? []) {
    const own = tokenizer.engine.tokenToId(content);
    if (own === id) continue;
    const message = `${path}: token ${quoted(content)} is added as ${id}, but its place in the vocabulary is ${own}`;
    throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: path, id } });
  }
  return tokenizer;
}

/** Whoever reads the tokenizer.json alone must find the same special tokens.
 * @throws TlcError TOKENIZER_INVALID */
function checkRoles(told: Partial<TokenNames>, names: Partial<TokenNames>, path: string): void {
  for (const role of TOKEN_ROLES) {
    if (told[role] === names[role]) continue;
    const message = `${path}: a tokenizer.json would not tell that ${content(String(names[role]))} is its ${role} token`;
    throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: path, role } });
  }
}

/** A tokenizer.json that tells its padding token, as its padding where nothing else does. */
function withPadding(json: string, token: string | undefined): string {
  const content = JSON.parse(json) as Record<string, unknown>;
  const id = token === undefined ? undefined : tokenId(content, token);
  if (id === undefined || tokenNames(content).pad === token) return json;
  const how = { strategy: 'BatchLongest', direction: 'Right', pad_to_multiple_of: null };
  return JSON.stringify({ ...content, padding: { ...how, pad_id: id, pad_type_id: 0, pad_token: token } });
}

function missing(folder: string): TlcError {
  const files =
    'tokenizer.json, vocab.txt, vocab.json with merges.txt or source.spm and target.spm, or a SentencePiece model';
  const message = `the model folder ${folder} has no tokenizer: ${files}`;
  return new TlcError('MODEL_MISSING_FILE', message, { details: { folder, name: 'tokenizer.json' } });
}
