import { TranslateRequest } from '#contracts';
import type { ServedModel } from '../models/served-model.js';
import { type Tensor, tensorsOf, translationTensors } from './inference-answer.js';
import { type InferenceRequest, wrong } from './inference-request.js';

/** The outputs of a model, as it is of a kind.
 * @throws TlcError CONFIG_WRONG_VALUE where it is asked for what its kind has not; what its answers throw */
export async function answerTo({ texts, outputs, beams }: InferenceRequest, model: ServedModel): Promise<Tensor[]> {
  if (model.kind !== 'translation') {
    if (beams !== undefined) throw wrong('parameters.beams', beams, 'for a model that does not translate');
    return tensorsOf(await model.answer(texts), model, outputs);
  }
  const pair = texts.find((text) => text.pair !== undefined)?.pair;
  if (pair !== undefined) throw wrong('inputs.pair', pair, 'for a model that translates');
  const { beams: usual, length_penalty: lengthPenalty } = new TranslateRequest();
  const toTranslate = texts.map(({ text }) => ({ text, beams: beams ?? usual, best: 1, lengthPenalty }));
  return translationTensors(await model.translate(toTranslate), outputs);
}
