import { tf } from '#engine';
import { vocabularyParameters, withVocabulary } from '#families';
import { mapParameters, type Model } from '#models';

/** What is left of a model of whose tokens some are left: their rows of the table of embeddings, and their numbers of the bias
 * of a language model's logits, dense float32 in files. All else is as before. The result is the caller's, with tensors of
 * its own; its tokenizer is the caller's business.
 * @param kept ids of the tokens that are left, rising
 * @throws TlcError PLUGIN_REFUSED where the model cannot lose the others */
export function cutVocabulary(model: Model, kept: readonly number[]): Model {
  const config = withVocabulary(model.config, kept);
  const ofTokens = vocabularyParameters(model.config);
  const cut = mapParameters(model, (parameter) => {
    const { name, role, value } = parameter;
    return ofTokens.has(name) ? { name, role, value: tf.gather(value, [...kept], 0) } : parameter;
  });
  return { ...cut, config };
}
