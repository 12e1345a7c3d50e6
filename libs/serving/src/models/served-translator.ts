import { TlcError, type TranslatedText } from '#contracts';
import type { Translator } from '../translator.js';
import { createQuestions, type Shared } from './questions.js';
import type { ServedModel } from './served-model.js';

/** A text with how it is translated. */
export interface TextToTranslate {
  readonly text: string;
  readonly beams: number;
  /** Translations of the text. */
  readonly best: number;
  readonly lengthPenalty: number;
}

/** Milliseconds that a batch should take: a translation computes its tokens one after another, so that far fewer texts fit
 * into the time of a prediction than make good use of the processor. */
const TARGET_MS = 500;

/** A model that translates. @param bytes of its files */
export function serveTranslator(id: string, bytes: number, translator: Translator, shared: Shared): ServedModel {
  const questions = createQuestions<TextToTranslate, readonly TranslatedText[]>({
    ...shared,
    queue: { targetMs: TARGET_MS, ...shared.queue },
    id,
    compute: (texts) => translateEach(translator, texts),
    // Two bytes a character, and eight for the score
    bytesOf: (translations) => translations.reduce((sum, { text }) => sum + 2 * text.length + 8, 0),
  });
  return {
    id,
    bytes,
    kind: 'translation',
    labels: [],
    max_length: translator.maxLength,
    answer() {
      const message = `the model ${id.slice(0, 12)} translates: ask it by tlc.v1.models.translate`;
      return Promise.reject(new TlcError('MODEL_WRONG_HEAD', message, { details: { model: id, kind: 'translation' } }));
    },
    translate: (texts) => questions.ask(texts),
    get waiting() {
      return questions.waiting;
    },
    async close() {
      await questions.idle();
      translator.close();
    },
  };
}

/** Texts that are to be translated alike are translated together. */
async function translateEach(
  translator: Translator,
  texts: readonly TextToTranslate[],
): Promise<(readonly TranslatedText[])[]> {
  const translations = new Array<readonly TranslatedText[]>(texts.length);
  const groups = new Map<string, number[]>();
  for (const [i, { beams, best, lengthPenalty }] of texts.entries()) {
    const settings = [beams, best, lengthPenalty].join();
    groups.set(settings, [...(groups.get(settings) ?? []), i]);
  }
  for (const places of groups.values()) {
    const { beams, best, lengthPenalty } = texts[places[0]];
    const sources = places.map((i) => texts[i].text);
    const own = await translator.translate(sources, { beams, best, lengthPenalty });
    places.forEach((place, i) => (translations[place] = own.translations[i]));
  }
  return translations;
}
