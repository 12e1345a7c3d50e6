/** The key `mask_probability`, wherever tokens may be masked. */
export const MASK_PROBABILITY = {
  description: 'share of the tokens that are masked and predicted',
  range: { min: 0.01, max: 0.9 },
  /** Of a model that is trained already (Devlin et al. 2018). */
  usual: 0.15,
} as const;

/** The key `mask_by`. */
export const MASK_BY = {
  description: 'what masked language modelling masks: single tokens, whole words, or spans of 3.8 words in the mean',
  choices: ['tokens', 'words', 'spans'],
  usual: 'tokens',
} as const;
