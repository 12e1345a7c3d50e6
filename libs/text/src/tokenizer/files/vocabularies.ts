import { content, TlcError } from '#contracts';
import { byteLevelTokenizer } from '../byte-level.js';
import type { TokenRules } from '../frame.js';
import { specialToken } from '../added-token.js';
import { dialectOf } from '../sentencepiece/dialects.js';
import { languageCodes, marianDialect } from '../sentencepiece/marian.js';
import { readSentencePiece } from '../sentencepiece/model.js';
import { sentencePieceTokenizer } from '../sentencepiece/tokenizer.js';
import { BERT_TOKENS, type TokenNames } from '../special-tokens.js';
import { wordPieceTokenizer } from '../wordpiece.js';
import { ROBERTA_TOKENS, TOKENIZER_CLASSES } from './classes.js';
import type { TokenizerFolder } from './tokenizer-folder.js';

/** A tokenizer.json, and its special tokens by their role. */
interface Made {
  readonly json: string;
  readonly names: Partial<TokenNames>;
}

/** Which texts of a translator are read. */
export type Side = 'source' | 'target';

/** Names that SentencePiece models have in the folders of Transformers' models. */
const SENTENCEPIECE_FILES = ['spiece.model', 'sentencepiece.bpe.model', 'spm.model', 'tokenizer.model'];

/** A tokenizer.json from the vocabulary files of a folder, with every setting of its tokenizer_config.json; undefined
 * where the folder has no such files.
 * @param side of a translator, each of which may have a SentencePiece model of its own
 * @throws TlcError TOKENIZER_INVALID with what cannot be read or honoured */
export async function tokenizerOfVocabulary(
  folder: TokenizerFolder,
  rules: TokenRules,
  side: Side = 'source',
): Promise<Made | undefined> {
  const { className, names } = folder.settings;
  const known = className === undefined ? undefined : TOKENIZER_CLASSES[className];
  if (className !== undefined && !known) {
    const message = `${folder.path} is read by ${content(className)}, which TLC does not know; save a tokenizer.json with Transformers`;
    throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: folder.path, class: className } });
  }
  const own = { ...known?.names, ...names };
  const readers = {
    wordpiece: wordPiece,
    'byte-level': byteLevel,
    sentencepiece: sentencePiece,
    'sentencepiece-pair': marian,
  };
  for (const reader of known ? [readers[known.files]] : Object.values(readers)) {
    const made = await reader(folder, own, rules, side);
    if (!made) continue;
    folder.settings.checkAll();
    return made;
  }
  return undefined;
}

async function wordPiece(folder: TokenizerFolder, own: Partial<TokenNames>, rules: TokenRules) {
  const vocabulary = await folder.text('vocab.txt');
  if (vocabulary === undefined) return undefined;
  const { settings } = folder;
  const pieces = vocabulary.split(/\r?\n/);
  while (pieces.at(-1) === '') pieces.pop();
  const names = { ...BERT_TOKENS, ...own };
  if (!settings.flag('do_basic_tokenize', true)) throw settings.invalid('do_basic_tokenize: false is not supported');
  const json = wordPieceTokenizer(pieces, {
    lowercase: settings.flag('do_lower_case', true),
    stripAccents: settings.flag('strip_accents'),
    chineseCharacters: settings.flag('tokenize_chinese_chars', true),
    cleanText: settings.flag('clean_text', true),
    prefix: settings.text('wordpieces_prefix', '##'),
    names,
    added: (idOf) => settings.added(names, idOf),
    rules,
  });
  return { json, names };
}

async function byteLevel(folder: TokenizerFolder, own: Partial<TokenNames>) {
  const [vocabulary, merges] = [await folder.text('vocab.json'), await folder.text('merges.txt')];
  if (vocabulary === undefined || merges === undefined) return undefined;
  const { settings } = folder;
  const names = settings.className === undefined ? { ...ROBERTA_TOKENS, ...own } : own;
  const addPrefixSpace = settings.flag('add_prefix_space', false);
  const added = (idOf: (token: string) => number | undefined) => settings.added(names, idOf);
  return { json: byteLevelTokenizer(vocabulary, merges, { addPrefixSpace, names, added }, folder.path), names };
}

async function sentencePiece(folder: TokenizerFolder, own: Partial<TokenNames>) {
  for (const file of SENTENCEPIECE_FILES) {
    const bytes = await folder.read(file);
    if (!bytes) continue;
    const { settings } = folder;
    const model = readSentencePiece(bytes, `${folder.path}/${file}`);
    const names = { ...own, unk: settings.names.unk ?? model.pieces[model.unknown].piece };
    if (!settings.flag('remove_space', true)) throw settings.invalid('remove_space: false is not supported');
    const isPrefixed = settings.flag('add_prefix_space', model.addDummyPrefix);
    const added = (idOf: (token: string) => number | undefined) => settings.added(names, idOf);
    const dialect = dialectOf(settings);
    return { json: sentencePieceTokenizer({ ...model, addDummyPrefix: isPrefixed }, dialect, { names, added }), names };
  }
  return undefined;
}

/** A translator's: a SentencePiece model for each side, and one vocabulary for both. */
async function marian(folder: TokenizerFolder, own: Partial<TokenNames>, _rules: TokenRules, side: Side) {
  const [bytes, vocabulary] = [await folder.read(`${side}.spm`), await folder.text('vocab.json')];
  if (!bytes || vocabulary === undefined) return undefined;
  const { settings } = folder;
  if (settings.flag('separate_vocabs', false)) {
    throw settings.invalid('separate_vocabs: true is not supported: a model has one table for both sides');
  }
  // They choose rules for punctuation, which Marian's tokenizer makes and does not use
  for (const key of ['source_lang', 'target_lang']) settings.text(key, '');
  const model = readSentencePiece(bytes, `${folder.path}/${side}.spm`);
  const names = { ...own, unk: settings.names.unk ?? model.pieces[model.unknown].piece };
  const dialect = marianDialect(vocabulary, model, Object.values(names), `${folder.path}/vocab.json`);
  const added = (idOf: (token: string) => number | undefined) => [
    ...languageCodes(vocabulary).map((code) => specialToken(idOf(code)!, code, { special: false })),
    ...settings.added(names, idOf),
  ];
  return { json: sentencePieceTokenizer(model, dialect, { names, added }), names };
}
