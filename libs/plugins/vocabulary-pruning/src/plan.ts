import { type CompressionPlan, vocabularyShape } from '#methods';
import { TlcError } from '#contracts';
import { dimensions, type ModelConfig, type ModelShape, namedTokens } from '#families';
import type { VocabularyPruningConfig } from './config.js';

export function plan(shape: ModelShape, { size }: VocabularyPruningConfig): CompressionPlan {
  const { vocabulary } = dimensions(shape.config);
  if (size >= vocabulary) {
    const message = `the model has ${vocabulary} tokens, of which ${size} are to be left`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { vocabulary, size } });
  }
  return { shape: vocabularyShape(shape, standIn(shape.config, size)) };
}

/** As many tokens as will be left, for the shapes alone: those that the config names, and the first ones. */
function standIn(config: ModelConfig, size: number): number[] {
  const kept = new Set(namedTokens(config));
  for (let id = 0; kept.size < size; id++) kept.add(id);
  return [...kept].sort((a, b) => a - b);
}
