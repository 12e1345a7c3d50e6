/** The key `mask_probability`, wherever masked language modelling may be trained. */
export const MASK_PROBABILITY = {
  description: 'share of the tokens that masked language modelling masks and predicts',
  range: { min: 0.01, max: 0.9 },
  usual: 0.15,
} as const;

/** The key `mask_by`. */
export const MASK_BY = {
  description: 'what masked language modelling masks: single tokens, whole words, or spans of 3.8 words in the mean',
  choices: ['tokens', 'words', 'spans'],
  usual: 'tokens',
} as const;
