import { disposeModel, readModel } from '#models';
import { type Predictor, predictorOf } from './predictor.js';
import { type Translator, translatorOf } from './translator.js';

/** Opens the folder of a model that answers for texts or translates them: its head says which.
 * @throws what `openPredictor` and `openTranslator` throw */
export async function openModel(folder: string): Promise<{ predictor: Predictor } | { translator: Translator }> {
  const model = await readModel(folder);
  try {
    return model.head.kind === 'seq2seq-lm'
      ? { translator: translatorOf(model, folder) }
      : { predictor: predictorOf(model, folder) };
  } catch (error) {
    disposeModel(model);
    throw error;
  }
}
