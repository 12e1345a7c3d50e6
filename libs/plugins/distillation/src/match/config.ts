import { ChoiceKey, IntegerKey, NumberKey, TextListKey } from '#contracts';

/** What two vectors of each token are multiplied for a relation of MiniLM: places among queries, keys and values. */
export const RELATIONS = {
  'query-key': [0, 1],
  'query-query': [0, 0],
  'key-key': [1, 1],
  'value-value': [2, 2],
} as const;

/** Keys that one choice of `by` alone reads. */
const READ_BY: Readonly<Record<string, readonly string[]>> = {
  tokens: ['patient'],
  map: ['patient', 'tinybert'],
  layer: ['minilm'],
  relations: ['minilm'],
  relation_heads: ['minilm'],
};

/** `match` of `distillation`: which inner states the student learns to have. */
export class MatchConfig {
  @ChoiceKey(
    'what is compared: patient: hidden states of the layers but the last, divided by their length; tinybert: embeddings, hidden states and attention scores of all layers; minilm: relations of the tokens to one another in one layer',
    ['patient', 'tinybert', 'minilm'],
  )
  readonly by!: 'patient' | 'tinybert' | 'minilm';

  @NumberKey('share of the loss that compares states; the rest compares answers, and with 1 the head is not trained', {
    min: 0.001,
    max: 1,
  })
  readonly share: number = 0.5;

  @ChoiceKey(
    'layers of the teacher that those of the student learn from, by patient and tinybert: skip: evenly spread; last: the last ones',
    ['skip', 'last'],
  )
  readonly map: 'skip' | 'last' = 'skip';

  @ChoiceKey('tokens whose hidden states patient compares: the first of each sentence, or all', ['first', 'all'])
  readonly tokens: 'first' | 'all' = 'first';

  @IntegerKey(
    'layer of the teacher, counted from 1, whose relations the student’s last layer learns; the last if left out',
    {
      min: 1,
      max: 1000,
      optional: true,
    },
  )
  readonly layer?: number;

  @TextListKey('relations that minilm compares', { choices: Object.keys(RELATIONS) })
  readonly relations: readonly (keyof typeof RELATIONS)[] = ['query-key', 'value-value'];

  @IntegerKey(
    'heads that minilm divides queries, keys and values into; as many as the student’s layer has if left out',
    {
      min: 1,
      max: 1024,
      optional: true,
    },
  )
  readonly relation_heads?: number;

  withoutEffect() {
    const usual: object = new MatchConfig();
    return Object.entries(READ_BY)
      .filter(([key, by]) => !by.includes(this.by) && !sameValue(this, usual, key as keyof MatchConfig))
      .map(([key, by]) => ({ key, message: `${by.join(' and ')} alone read it` }));
  }
}

const sameValue = (one: object, other: object, key: keyof MatchConfig) =>
  JSON.stringify((one as MatchConfig)[key]) === JSON.stringify((other as MatchConfig)[key]);
