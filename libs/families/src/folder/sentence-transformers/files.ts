/** The files by which a folder is one of sentence-transformers. */
export const SENTENCE_FILES = {
  modules: 'modules.json',
  pooling: '1_Pooling/config.json',
  encoder: 'sentence_bert_config.json',
  model: 'config_sentence_transformers.json',
} as const;
