import { TlcError } from '#contracts';
import type { Answer } from '../answer.js';
import type { Predictor } from '../predictor.js';
import type { TextToRead } from '../text-to-read.js';
import { createQuestions, type Shared } from './questions.js';
import type { ServedModel } from './served-model.js';

/** A model that answers for texts. @param bytes of its files */
export function servePredictor(id: string, bytes: number, predictor: Predictor, shared: Shared): ServedModel {
  const { kind, labels, maxLength } = predictor;
  const questions = createQuestions<TextToRead, Answer>({
    ...shared,
    id,
    compute: (texts) => answerEach(predictor, texts),
    bytesOf: ({ byteLength }) => byteLength,
  });
  return {
    id,
    bytes,
    kind,
    labels,
    max_length: maxLength,
    answer: (texts) => questions.ask(texts),
    translate() {
      const message = `the model ${id.slice(0, 12)} does not translate: ask it by tlc.v1.models.predict`;
      return Promise.reject(new TlcError('MODEL_WRONG_HEAD', message, { details: { model: id, kind } }));
    },
    get waiting() {
      return questions.waiting;
    },
    async close() {
      await questions.idle();
      predictor.close();
    },
  };
}

/** Texts and pairs may come together; the model reads each kind by itself. */
async function answerEach(predictor: Predictor, texts: readonly TextToRead[]): Promise<Answer[]> {
  const answers = new Array<Answer>(texts.length);
  for (const isPair of [false, true]) {
    const places = texts.flatMap(({ pair }, i) => ((pair !== undefined) === isPair ? [i] : []));
    if (places.length === 0) continue;
    const own = await predictor.answer(places.map((i) => texts[i]));
    places.forEach((place, i) => (answers[place] = own.answers[i]));
  }
  return answers;
}
