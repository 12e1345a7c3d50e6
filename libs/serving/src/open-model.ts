import { opened } from './opened.js';
import { type Predictor, predictorOf } from './predictor.js';
import { type Translator, translatorOf } from './translator.js';

type Opened = { readonly predictor: Predictor } | { readonly translator: Translator };

/** Opens the folder of a model that answers for texts or translates them: its head says which.
 * @throws what `openPredictor` and `openTranslator` throw */
export const openModel = (folder: string): Promise<Opened> =>
  opened(folder, (model): Opened =>
    model.head.kind === 'seq2seq-lm'
      ? { translator: translatorOf(model, folder) }
      : { predictor: predictorOf(model, folder) },
  );
