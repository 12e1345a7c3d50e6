/** Names of a graph's inputs, int64 [batch, length] each, as Transformers.js and Optimum have them. */
export const INPUTS = {
  ids: 'input_ids',
  mask: 'attention_mask',
  /** Where the family tells the texts of a pair apart. */
  types: 'token_type_ids',
  /** What a decoder is given, [batch, target length]. */
  target: 'decoder_input_ids',
} as const;
