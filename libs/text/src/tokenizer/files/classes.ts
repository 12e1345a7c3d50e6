import { BERT_TOKENS, type TokenNames } from '../special-tokens.js';

export const ROBERTA_TOKENS: TokenNames = { pad: '<pad>', unk: '<unk>', cls: '<s>', sep: '</s>', mask: '<mask>' };

/** The files that a tokenizer of Transformers is made from, and its special tokens unless the settings name others. */
export interface TokenizerClass {
  readonly files: 'wordpiece' | 'byte-level' | 'sentencepiece' | 'sentencepiece-pair';
  readonly names: Partial<TokenNames>;
}

const WORDPIECE: TokenizerClass = { files: 'wordpiece', names: BERT_TOKENS };

/** Tokenizer classes of Transformers, without the `Fast` that some names end in. */
export const TOKENIZER_CLASSES: Readonly<Record<string, TokenizerClass>> = {
  BertTokenizer: WORDPIECE,
  DistilBertTokenizer: WORDPIECE,
  ElectraTokenizer: WORDPIECE,
  MPNetTokenizer: { files: 'wordpiece', names: { ...ROBERTA_TOKENS, unk: BERT_TOKENS.unk } },
  RobertaTokenizer: { files: 'byte-level', names: ROBERTA_TOKENS },
  DebertaTokenizer: { files: 'byte-level', names: BERT_TOKENS },
  GPT2Tokenizer: { files: 'byte-level', names: {} },
  AlbertTokenizer: { files: 'sentencepiece', names: { ...BERT_TOKENS, pad: '<pad>', unk: '<unk>' } },
  XLMRobertaTokenizer: { files: 'sentencepiece', names: ROBERTA_TOKENS },
  CamembertTokenizer: { files: 'sentencepiece', names: ROBERTA_TOKENS },
  MarianTokenizer: { files: 'sentencepiece-pair', names: { pad: '<pad>', unk: '<unk>', sep: '</s>' } },
  DebertaV2Tokenizer: { files: 'sentencepiece', names: BERT_TOKENS },
};

/** Classes that say nothing of the files. */
const GENERAL = ['PreTrainedTokenizer', 'TokenizersBackend', 'AutoTokenizer'];

/** The tokenizer class of a model folder: as its settings say, else that of the same name as its model class.
 * @param settings content of tokenizer_config.json
 * @param config content of the model's config.json */
export function classNameOf(
  settings: Readonly<Record<string, unknown>>,
  config: Readonly<Record<string, unknown>>,
): string | undefined {
  const said = settings.tokenizer_class ?? config.tokenizer_class;
  const name = typeof said === 'string' ? said.replace(/Fast$/, '') : undefined;
  if (name !== undefined && !GENERAL.includes(name)) return name;
  const [model] = Array.isArray(config.architectures) ? (config.architectures as unknown[]) : [];
  const family = typeof model === 'string' ? /^(.+?)(For[A-Z]\w*|(LMHead|MT)?Model)$/.exec(model)?.[1] : undefined;
  const guess = `${family}Tokenizer`;
  return Object.hasOwn(TOKENIZER_CLASSES, guess) ? guess : undefined;
}
