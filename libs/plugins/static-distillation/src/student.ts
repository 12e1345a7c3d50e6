import { TlcError } from '#contracts';
import { dimensions, type Head, type ModelConfig, type ModelShape, shapeOf, staticFamily } from '#families';
import type { StaticDistillationConfig } from './config.js';

/** Heads that a table of vectors has, too. */
const HEADS: readonly Head['kind'][] = ['none', 'embeddings', ...Object.keys(staticFamily().heads)] as Head['kind'][];

/** What is made of a model: its config, head and parameters.
 * @throws TlcError PLUGIN_REFUSED for a model that is static already, a head that its vectors cannot answer, or one that nothing
 * would train */
export function studentShape({ config, head }: ModelShape, { width, finetune }: StaticDistillationConfig): ModelShape {
  const family = staticFamily();
  if (family.files.classes[config.model_type]) throw refused('the model is a table of token vectors already');
  if (!HEADS.includes(head.kind)) throw refused(`a mean of token vectors has no head for ${head.kind}`);
  const own = ownHead(head);
  const { vocabulary, hidden } = dimensions(config);
  const size = { hidden_size: Math.min(width, hidden), dropout: 0.1 };
  const student = family.newConfig(size, { size: vocabulary, pad: paddingOf(config) });
  const isTrained = own.kind !== 'none' && own.kind !== 'embeddings';
  if (isTrained && !finetune) throw refused(`a new head for ${own.kind} has to be trained: give the config finetune`);
  return shapeOf(student, own);
}

/** Vectors of texts are means of the vectors of their tokens. */
const ownHead = (head: Head): Head => {
  if (head.kind !== 'embeddings') return head;
  const { longest: _, ...others } = head;
  return { ...others, pooling: ['mean'] };
};

const paddingOf = (config: ModelConfig): number => (config as { pad_token_id?: number }).pad_token_id ?? 0;

const refused = (reason: string) => new TlcError('PLUGIN_REFUSED', reason);
