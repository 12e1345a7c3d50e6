import { TlcError } from '#contracts';
import { count } from './counting/count.js';
import type { Counts } from './counting/counts.js';
import type { Dimensions, ModelConfig, TargetTokens } from './family.js';
import type { Head } from './head.js';
import { familyOf } from './registry.js';
import type { ModelShape, ParameterShape } from './shape.js';

/** The shapes of a new model.
 * @throws TlcError MODEL_UNSUPPORTED, MODEL_WRONG_HEAD */
export function shapeOf(config: ModelConfig, head: Head): ModelShape {
  return { config, head, parameters: count(config, head).parameters };
}

/** Parameters of parts that a model may have for the sake of a later head, though its own does without. */
export function optionalParameters(config: ModelConfig, head: Head): readonly ParameterShape[] {
  const { files, heads } = familyOf(config);
  const parts = files.optional ?? [];
  if (parts.length === 0 || !heads.regression) return [];
  const own = new Set(count(config, head).parameters.map(({ name }) => name));
  return count(config, { kind: 'regression' }).parameters.filter(
    ({ name }) => !own.has(name) && parts.some((part) => name.startsWith(`${part}.`)),
  );
}

/** Sizes of a model of any family; heads and the feed-forward width where no layer has its own. */
export function dimensions(config: ModelConfig): Dimensions {
  const own = familyOf(config).dimensions(config);
  return { ...own, layers: config.structure?.layers?.length ?? own.layers };
}

/** The tokens of a decoder's texts.
 * @throws TlcError MODEL_WRONG_HEAD for a model without a decoder */
export function targetTokens(config: ModelConfig): TargetTokens {
  const { target, title } = familyOf(config);
  if (target) return target(config);
  throw new TlcError('MODEL_WRONG_HEAD', `${title} has no decoder, so that it continues no texts.`);
}

/** What a model has whatever its head: its encoder, or encoder and decoder, of which no part is a model by itself. */
export function bodyOf(config: ModelConfig): Counts {
  return count(config, { kind: familyOf(config).decode ? 'seq2seq-lm' : 'none' });
}

/** The names of the parameters that a model has whatever its head. */
export function encoderParameters(config: ModelConfig): ReadonlySet<string> {
  return new Set(bodyOf(config).parameters.map(({ name }) => name));
}
