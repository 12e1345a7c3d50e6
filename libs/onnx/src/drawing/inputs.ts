/** Names of a graph's inputs, int64 [batch, length] each, as Transformers.js and Optimum have them. */
export const INPUTS = {
  ids: 'input_ids',
  mask: 'attention_mask',
  /** Where the family tells the texts of a pair apart. */
  types: 'token_type_ids',
  /** What a decoder is given, [batch, target length]. */
  target: 'decoder_input_ids',
  /** Of a decoder's own graph: what the encoder made of the source, [batch, length, hidden], and its mask. */
  memory: 'encoder_hidden_states',
  memoryMask: 'encoder_attention_mask',
  /** Of a decoder's own graph, bool [1]: whether past keys and values are given. */
  useCache: 'use_cache_branch',
} as const;
