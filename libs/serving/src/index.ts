export { type Answer, ranked, type RankedClass } from './answer.js';
export { startHttp } from './http/http-server.js';
export { createModelServer, type ModelServer, type ModelServerOptions } from './models/model-server.js';
export { findModel, type ModelSource, modelOfFolder, modelsOfStore } from './models/model-source.js';
export type { Predictor } from './predictor.js';
export { readSettings, type ServingSettings } from './settings.js';
export type { Translator } from './translator.js';
export type { TextToRead } from './text-to-read.js';

/** Loads the engine, so that who only looks at models need not. */
export const openPredictor = async (folder: string): Promise<import('./predictor.js').Predictor> =>
  (await import('./predictor.js')).openPredictor(folder);

/** Loads the engine likewise. */
export const openTranslator = async (folder: string): Promise<import('./translator.js').Translator> =>
  (await import('./translator.js')).openTranslator(folder);
