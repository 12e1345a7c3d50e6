import { TlcError } from '#contracts';
import { teachingOf } from '#fit';
import { cutShape } from '#methods';
import { dimensions, layerParts, type ModelShape } from '#families';
import type { DistillationConfig } from './config.js';
import { spreadLayers } from './layers.js';
import { checkMatch } from './match/check-match.js';

/** That a model can learn from a teacher what the config asks for.
 * @throws TlcError PLUGIN_REFUSED; LABELS_UNMATCHED */
export function checkTeacher(shape: ModelShape, teacher: ModelShape, config: DistillationConfig): void {
  const [own, wanted] = [shape, teacher].map((model) => dimensions(model.config).vocabulary);
  if (own !== wanted) {
    const message = `the teacher was made for a vocabulary of ${wanted} tokens, the model for one of ${own}`;
    throw new TlcError('PLUGIN_REFUSED', message, { details: { model: own, teacher: wanted } });
  }
  const { layers, match } = config;
  if (config.asksAnswers()) teachingOf(shape.head, teacher.head);
  if (!match) return;
  const depth = layerParts(shape.config).length;
  const student = layers === undefined ? shape : cutShape(shape, { layers: spreadLayers(depth, layers) }).shape;
  checkMatch(match, student.config, teacher.config);
}
