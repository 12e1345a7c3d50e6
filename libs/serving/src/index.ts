export { type Answer, ranked, type RankedClass } from './answer.js';
export { openPredictor, type Predictor } from './predictor.js';
export { openTranslator, type Translation, type Translator } from './translator.js';
export type { TextToRead } from './text-to-read.js';
