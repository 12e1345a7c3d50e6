export { type Answer, ranked, type RankedClass } from './answer.js';
export { openPredictor, type Predictor } from './predictor.js';
export type { TextToRead } from './text-to-read.js';
