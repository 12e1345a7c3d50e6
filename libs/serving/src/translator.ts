import { TlcError, type TranslatedText } from '#contracts';
import { dimensions, disposeModel, type Model, type Sampling, tokenizerOf, translate, weightsOf } from '#models';
import { encode, openTokenizer } from '#text';
import { opened } from './opened.js';

/** How texts are translated. */
export interface TranslationRequest {
  /** Continuations of a source that are followed at once. */
  readonly beams: number;
  readonly lengthPenalty?: number;
  /** Translations of each text, best first; at most as many as beams. */
  readonly best?: number;
  /** Draws translations in place of searching for the best. */
  readonly sampling?: Sampling;
  readonly signal?: AbortSignal;
}

/** A translation model with its tokenizer. */
export interface Translator {
  /** Tokens that it reads of a text, special ones included. */
  readonly maxLength: number;
  /** For each text its best translations, in the order of the texts; a text without words has an empty one. `cut` are texts
   * that had more tokens than the model reads. */
  translate(
    texts: readonly string[],
    request: TranslationRequest,
  ): Promise<{ readonly translations: readonly (readonly TranslatedText[])[]; readonly cut: number }>;
  close(): void;
}

/** Opens the folder of a translation model.
 * @throws TlcError MODEL_WRONG_HEAD for a model that does not translate; MODEL_MISSING_FILE without a tokenizer.json; what
 * readModel and openTokenizer throw */
export const openTranslator = (folder: string): Promise<Translator> => opened(folder, translatorOf);

/** @param model which is freed when the translator is closed @param folder for messages */
export function translatorOf(model: Model, folder: string): Translator {
  if (model.head.kind !== 'seq2seq-lm') {
    const message = `${folder} does not translate: its head is ${model.head.kind}; tlc predict asks it`;
    throw new TlcError('MODEL_WRONG_HEAD', message, { details: { path: folder, head: model.head.kind } });
  }
  const tokenizer = openTokenizer(tokenizerOf(model), folder);
  const maxLength = dimensions(model.config).positions;
  return {
    maxLength,
    close: () => disposeModel(model),
    async translate(texts, request) {
      const full = [...texts.keys()].filter((i) => texts[i].trim() !== '');
      const { cut, ids, starts } = await encode(
        tokenizer,
        full.map((i) => texts[i]),
        undefined,
        { maxLength },
      );
      const sources = { sentences: full.length, tokens: ids.length, ids, starts };
      const found = await translate(weightsOf(model), model, sources, request);
      const decoded = await tokenizer.engine.decodeBatch(
        found.flatMap((own) => own.map(({ tokens }) => [...tokens])),
        true,
      );
      const translations: TranslatedText[][] = texts.map(() => [{ text: '', score: 0 }]);
      let at = 0;
      found.forEach((own, i) => (translations[full[i]] = own.map(({ score }) => ({ text: decoded[at++], score }))));
      return { translations, cut };
    },
  };
}
