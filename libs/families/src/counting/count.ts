import type { ModelConfig } from '../family.js';
import type { Head } from '../head.js';
import { familyOf } from '../registry.js';
import { declared } from '../declared.js';
import { counting } from './counting.js';
import type { Counts } from './counts.js';
import { Ledger } from './ledger.js';
import { ONE } from './of-one-token.js';

/** What a model takes in a pass over a batch, counted without computing anything.
 * @param extent of the batch; of one token when left out, as for what does not depend on it
 * @throws TlcError MODEL_WRONG_HEAD for a head that the family does not have */
export function count(config: ModelConfig, head: Head, extent = ONE): Counts {
  const ledger = new Ledger(extent);
  declared(counting(ledger), familyOf(config), config, head);
  return ledger.counts();
}
