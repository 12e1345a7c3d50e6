/** Steps of small pipelines over the folder `SST-2`: each takes a second or so. */
export const vocabulary = { do: 'tokenizer.learn', corpus: 'SST-2', column: 'sentence', vocab_size: 400 };

export const sst2 = { do: 'dataset.encode', tokenizer: 'vocabulary', task: 'glue/sst2', from: 'SST-2' };

const architecture = { layers: 1, hidden_size: 32, heads: 2 };

/**
 * An encoder, trained on the data set's own sentences.
 *
 * @param {number} steps updates of the weights
 */
export const pretrained = (steps) => ({
  do: 'model.pretrain',
  dataset: 'sst2',
  architecture,
  batch_sentences: 8,
  stop: { steps },
  checkpoint_seconds: 1,
});

/** A model of 2 steps, for what comes after it. */
export const small = { vocabulary, sst2, pretrained: pretrained(2) };
