import type { LoadedModel, TranslatedText } from '#contracts';
import type { Answer } from '../answer.js';
import type { TextToRead } from '../text-to-read.js';
import type { TextToTranslate } from './served-translator.js';

/** A loaded model that many ask at once. */
export interface ServedModel extends LoadedModel {
  /** @throws TlcError SERVICE_BUSY; MODEL_WRONG_HEAD of a model that translates */
  answer(texts: readonly TextToRead[]): Promise<Answer[]>;
  /** For each text its translations, best first.
   * @throws TlcError SERVICE_BUSY; MODEL_WRONG_HEAD of a model that does not translate */
  translate(texts: readonly TextToTranslate[]): Promise<(readonly TranslatedText[])[]>;
  readonly waiting: number;
  /** Once all that was asked is answered, gives the memory back. */
  close(): Promise<void>;
}
