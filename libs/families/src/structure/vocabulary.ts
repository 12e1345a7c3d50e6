import { TlcError } from '#contracts';
import { counting } from '../counting/counting.js';
import { Ledger } from '../counting/ledger.js';
import { ONE } from '../counting/of-one-token.js';
import type { CountedValue } from '../counting/value.js';
import { declared } from '../declared.js';
import type { Head } from '../head.js';
import type { ModelConfig } from '../family.js';
import type { Operations } from '../operations.js';
import { familyOf } from '../registry.js';

/** Names of the parameters of which each row, or each number, is that of a token: the table of embeddings and the bias of a
 * language model's logits, whatever head the model has now. */
export function vocabularyParameters(config: ModelConfig): ReadonlySet<string> {
  const names = new Set<string>();
  const family = familyOf(config);
  const known = Object.keys(family.heads);
  const ofTokens = LANGUAGE_MODELS.filter(({ kind }) => known.includes(kind));
  const heads: readonly Head[] = ofTokens.length > 0 ? ofTokens : [{ kind: 'none' }];
  for (const head of heads) declared(recording(counting(new Ledger(ONE)), names), family, config, head);
  return names;
}

const LANGUAGE_MODELS: readonly Head[] = [{ kind: 'masked-lm' }, { kind: 'seq2seq-lm' }];

/** Counting that notes which tables stand for tokens. */
function recording(counted: Operations<CountedValue>, names: Set<string>): Operations<CountedValue> {
  return {
    ...counted,
    target: () => recording(counted.target(), names),
    embed(tables, width) {
      names.add(`${tables.tokens.name}.weight`);
      return counted.embed(tables, width);
    },
    vocabulary(x, table, how) {
      names.add(`${table.name}.weight`);
      if (how?.bias !== undefined) names.add(how.bias);
      return counted.vocabulary(x, table, how);
    },
  };
}

/** Ids of the tokens that a config names: Hugging Face's configs have them in `…_token_id`. */
export const namedTokens = (config: ModelConfig): number[] =>
  Object.entries(config).flatMap(([key, value]: [string, unknown]) => (isTokenId(key, value) ? [value as number] : []));

const isTokenId = (key: string, value: unknown) => key.endsWith('_token_id') && typeof value === 'number';

/** The config of a model of which some tokens are left: Hugging Face's configs say `vocab_size`, and ids in `…_token_id`.
 * @param kept ids of the tokens that are left, rising
 * @throws TlcError PLUGIN_REFUSED where a token that the config names is gone, or where the model would be another one besides */
export function withVocabulary<C extends ModelConfig>(config: C, kept: readonly number[]): C {
  const after = new Map(kept.map((id, row) => [id, row]));
  const changed = Object.entries(config).map(([key, value]: [string, unknown]) => {
    if (key === 'vocab_size') return [key, kept.length];
    if (!isTokenId(key, value)) return [key, value];
    const row = after.get(value as number);
    if (row === undefined) throw refused(`the token ${value} is its ${key}, and has to stay`);
    return [key, row];
  });
  const result = Object.fromEntries(changed) as C;
  const { dimensions } = familyOf(config);
  const expected = { ...dimensions(config), vocabulary: kept.length };
  if (JSON.stringify(dimensions(result)) !== JSON.stringify(expected))
    throw refused('its positions are counted from the id of its padding token, which would become another');
  return result;
}

const refused = (reason: string) => new TlcError('PLUGIN_REFUSED', `the vocabulary of this model stays: ${reason}`);
