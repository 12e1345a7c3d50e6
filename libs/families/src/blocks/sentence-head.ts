import type { Head } from '../head.js';
import { outputsOf } from '../head.js';
import type { Site } from '../operations.js';
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
export const columnsOf = (head: Head): number =>
  outputsOf(head as Exclude<Head, { kind: 'none' | 'masked-lm' }>);
