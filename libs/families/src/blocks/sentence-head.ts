import type { Activation } from '../activation.js';
import { outputsOf, type CountedHead, type Head } from '../head.js';
import type { Operations, Site } from '../operations.js';
import type { EncoderConfig } from '../settings/encoder-config.js';

/** Places of dropout in a head: they come after those of the layers.
 * @param number of the place within the head, from 0 */
export function headSite(
  config: Pick<EncoderConfig, 'num_hidden_layers' | 'classifier_dropout' | 'hidden_dropout_prob'>,
  number = 0,
): Site {
  return {
    site: 1 + 2 * config.num_hidden_layers + number,
    rate: config.classifier_dropout ?? config.hidden_dropout_prob,
  };
}

/** Columns of the logits of a head that answers for sentences or tokens. */
export const columnsOf = (head: Head): number => outputsOf(head as CountedHead);

/** The classifier of RoBERTa and others: a layer and its activation on each sentence's first token, dropout before each of
 * the two layers (Liu et al. 2019, arXiv 1907.11692, as its code has it). */
export function twoLayerClassifier<V>(
  on: Operations<V>,
  config: Parameters<typeof headSite>[0] & Pick<EncoderConfig, 'hidden_size'>,
  hidden: V,
  head: Head,
  activation: Activation,
): V {
  const first = on.dropout(on.pick(hidden, 'first'), headSite(config));
  const x = on.activate(on.linear('classifier.dense', first, config.hidden_size), activation);
  return on.linear('classifier.out_proj', on.dropout(x, headSite(config, 1)), columnsOf(head));
}
