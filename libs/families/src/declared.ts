import { TlcError } from '#contracts';
import { embedding } from './blocks/embeddings-head.js';
import type { Family, ModelConfig } from './family.js';
import { withForms } from './forms/with-forms.js';
import type { Head } from './head.js';
import type { Operations } from './operations.js';
import { familyOf } from './registry.js';
import { withShapes } from './structure/with-shapes.js';
import { withSharing } from './structure/with-sharing.js';

/** What a reading makes of a model: the logits of its head, the vectors of an embeddings head, which every family has, or the
 * hidden states where it has none.
 * @throws TlcError MODEL_WRONG_HEAD for a head that the family does not have */
export function declared<V>(reading: Operations<V>, family: Family, config: ModelConfig, head: Head): V {
  const { structure } = config;
  const on = withSharing(withShapes(withForms(reading, structure), structure), structure);
  if (head.kind === 'none') return family.encode(on, config);
  if (head.kind === 'embeddings') return embedding(on, family.encode(on, config), head);
  const declaration = family.heads[head.kind];
  if (!declaration) {
    const known = Object.keys(family.heads).join(', ');
    const message = `${family.title} has no head for ${head.kind}; it has ${known}.`;
    throw new TlcError('MODEL_WRONG_HEAD', message, { details: { family: family.id, head: head.kind } });
  }
  if (!family.decode) return declaration(on, config, family.encode(on, config), head);
  const target = on.target();
  return declaration(target, config, family.decode(target, config, family.encode(on, config)), head);
}

/** The next tokens' logits of a decoder, one token of each target at a time.
 * @param reading over the target
 * @param memory what the reading has in the place of the encoder's hidden states
 * @throws TlcError MODEL_WRONG_HEAD for a model without a decoder */
export function declaredDecoder<V>(reading: Operations<V>, config: ModelConfig, head: Head, memory: V): V {
  const family = familyOf(config);
  const declaration = family.heads[head.kind as 'seq2seq-lm'];
  if (!family.decode || !declaration) {
    const message = `A model of ${family.title} with a head for ${head.kind} does not continue texts.`;
    throw new TlcError('MODEL_WRONG_HEAD', message, { details: { family: family.id, head: head.kind } });
  }
  const { structure } = config;
  const { heads, inner } = structure ?? {};
  const on = withSharing(withShapes(withForms(reading, structure), { heads, inner }), structure);
  return declaration(on, config, family.decode(on, config, memory), head);
}
