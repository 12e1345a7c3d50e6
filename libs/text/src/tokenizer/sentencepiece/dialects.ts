import { content, TlcError } from '#contracts';
import type { TokenizerSettings } from '../files/settings.js';

interface Piece {
  readonly piece: string;
  readonly score: number;
}

/** How a class of Transformers uses a SentencePiece model: parts of a tokenizer.json. */
export interface Dialect {
  /** The vocabulary in the order of its ids. */
  pieces(ofModel: readonly Piece[]): readonly Piece[];
  /** What happens to a text before the model's own normalisation. */
  readonly before: readonly object[];
  /** What becomes of white space after it, where the model removes extra white space. */
  readonly spaces: readonly object[];
  readonly splits: readonly object[];
  /** Whether the mask token takes the space before it along. */
  readonly isMaskWithSpace: boolean;
}

const stripped = (left: boolean) => ({ type: 'Strip', strip_left: left, strip_right: true });
const replaced = (pattern: object, content: string) => ({ type: 'Replace', pattern, content });
const several = { Regex: ' {2,}' };

export const PLAIN: Dialect = {
  pieces: (ofModel) => ofModel,
  before: [],
  spaces: [stripped(false), replaced(several, '▁')],
  splits: [],
  isMaskWithSpace: true,
};

const piece = (name: string, score = 0): Piece => ({ piece: name, score });

/** The dialects by the class of Transformers that reads the model, as its converter for SentencePiece models has them
 * (huggingface/transformers, `convert_slow_tokenizer.py`). */
const DIALECTS: Readonly<Record<string, (settings: TokenizerSettings) => Dialect>> = {
  AlbertTokenizer: (settings) => ({
    ...PLAIN,
    // "9," would keep a digit and its comma together
    pieces: (ofModel) => ofModel.map((own) => (/\d,$/.test(own.piece) ? piece(own.piece, own.score - 100) : own)),
    before: [
      replaced({ String: '``' }, '"'),
      replaced({ String: "''" }, '"'),
      ...(settings.flag('keep_accents', false) ? [] : [{ type: 'NFKD' }, { type: 'StripAccents' }]),
      ...(settings.flag('do_lower_case', true) ? [{ type: 'Lowercase' }] : []),
    ],
    spaces: [replaced(several, ' ')],
  }),
  // Both were trained with fairseq, which has special tokens of its own before the pieces
  XLMRobertaTokenizer: () => ({
    ...PLAIN,
    pieces: (ofModel) => [
      ...['<s>', '<pad>', '</s>', '<unk>'].map((name) => piece(name)),
      ...ofModel.slice(3),
      piece('<mask>'),
    ],
  }),
  CamembertTokenizer: () => ({
    ...PLAIN,
    pieces: (ofModel) => [
      ...['<s>NOTUSED', '<pad>', '</s>NOTUSED', '<unk>'].map((name) => piece(name)),
      piece('<unk>NOTUSED', -100),
      ...ofModel.slice(1),
      piece('<mask>'),
    ],
  }),
  DebertaV2Tokenizer: (settings) => ({
    ...PLAIN,
    before: [...(settings.flag('do_lower_case', false) ? [{ type: 'Lowercase' }] : []), stripped(true)],
    spaces: [replaced(several, ' ')],
    splits: settings.flag('split_by_punct', false) ? [{ type: 'Punctuation', behavior: 'Isolated' }] : [],
    isMaskWithSpace: false,
  }),
};

/** How the tokenizer class of a folder uses its SentencePiece model.
 * @throws TlcError TOKENIZER_INVALID for a class that is not known */
export function dialectOf(settings: TokenizerSettings): Dialect {
  const { className } = settings;
  if (className === undefined) return PLAIN;
  if (Object.hasOwn(DIALECTS, className)) return DIALECTS[className](settings);
  const message = `${settings.name}: TLC does not know how ${content(className)} uses a SentencePiece model; save a tokenizer.json with Transformers`;
  throw new TlcError('TOKENIZER_INVALID', message, { details: { tokenizer: settings.name, class: className } });
}
