import { afterAll, describe, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { newConfig, readConfig, shapeOf, type Head } from '#families';
import { createModel, withHead } from './create-model.js';
import { disposeModel, mapParameters, modelShape, type Model } from './model.js';

const CONFIG = readConfig(
  {
    model_type: 'bert',
    vocab_size: 90,
    hidden_size: 32,
    num_hidden_layers: 2,
    num_attention_heads: 4,
    intermediate_size: 64,
    max_position_embeddings: 16,
  },
  'the test',
);
const MASKED_LM: Head = { kind: 'masked-lm' };
const SENTIMENT: Head = { kind: 'classification', labels: ['negative', 'positive'] };

const made: Model[] = [];
const keep = (model: Model) => (made.push(model), model);
afterAll(() => made.forEach(disposeModel));
const valuesOf = (model: Model, name: string) => [...model.parameters.get(name)!.value.dataSync()];
const all = (model: Model) => [...model.parameters.keys()].map((name) => valuesOf(model, name));

describe('a new model', () => {
  it('has the same bits for the same seed, others for another', () => {
    const model = keep(createModel(CONFIG, MASKED_LM, 1));
    expect(all(keep(createModel(CONFIG, MASKED_LM, 1)))).toEqual(all(model));
    const other = keep(createModel(CONFIG, MASKED_LM, 2));
    const name = 'bert.encoder.layer.1.output.dense.weight';
    expect(valuesOf(other, name)).not.toEqual(valuesOf(model, name));
  });

  it('draws a parameter by its name, whatever else there is', () => {
    const [one, other] = [MASKED_LM, SENTIMENT].map((head) => keep(createModel(CONFIG, head, 1)));
    const name = 'bert.encoder.layer.0.attention.self.key.weight';
    expect(valuesOf(one, name)).toEqual(valuesOf(other, name));
    expect(valuesOf(one, name)).not.toEqual(valuesOf(one, name.replace('key', 'value')));
  });

  it('has normal matrices of deviation 0.02, norms of 1, biases of 0, and 0 for the padding token', () => {
    const model = keep(createModel(CONFIG, SENTIMENT, 1));
    const words = valuesOf(model, 'bert.embeddings.word_embeddings.weight');
    expect(words.slice(0, 32)).toEqual(new Array(32).fill(0));
    const drawn = words.slice(32);
    const deviation = Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0) / drawn.length);
    expect(deviation).toBeCloseTo(0.02, 3);
    expect(valuesOf(model, 'bert.embeddings.LayerNorm.weight')).toEqual(new Array(32).fill(1));
    expect(valuesOf(model, 'bert.embeddings.LayerNorm.bias')).toEqual(new Array(32).fill(0));
    expect(valuesOf(model, 'classifier.bias')).toEqual([0, 0]);
  });

  it('has the embeddings of an encoder-decoder as large as its sinusoids once they are scaled, and small matrices', () => {
    const config = newConfig(
      { family: 'marian', layers: 1, hidden_size: 64, heads: 4, dropout: 0 },
      { size: 500, pad: 0 },
    );
    const model = keep(createModel(config, { kind: 'seq2seq-lm' }, 1));
    const deviation = (values: number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    expect(deviation(valuesOf(model, 'model.shared.weight').slice(64)) * Math.sqrt(64)).toBeCloseTo(1, 1);
    expect(deviation(valuesOf(model, 'model.decoder.layers.0.fc1.weight'))).toBeCloseTo(0.5 * 64 ** -0.5, 3);
  });

  it('has the shapes that were foretold', () => {
    for (const head of [MASKED_LM, SENTIMENT, { kind: 'regression' }, { kind: 'none' }] as const) {
      expect(modelShape(keep(createModel(CONFIG, head, 1)))).toEqual(shapeOf(CONFIG, head));
    }
  });
});

describe('another head', () => {
  const pretrained = keep(createModel(CONFIG, MASKED_LM, 1, '{"tokenizer": true}'));

  it('keeps encoder and tokenizer, and gets a new pooler where there was none', () => {
    const tuned = keep(withHead(pretrained, SENTIMENT, 7));
    expect(tuned.head).toEqual(SENTIMENT);
    expect(tuned.tokenizer).toBe(pretrained.tokenizer);
    expect(modelShape(tuned)).toEqual(shapeOf(CONFIG, SENTIMENT));
    for (const name of tuned.parameters.keys()) {
      if (pretrained.parameters.has(name)) expect(valuesOf(tuned, name)).toEqual(valuesOf(pretrained, name));
    }
    expect(valuesOf(tuned, 'bert.pooler.dense.weight')).not.toEqual(
      valuesOf(keep(withHead(pretrained, SENTIMENT, 8)), 'bert.pooler.dense.weight'),
    );
  });

  it('keeps a pooler that is there, even through a head that needs none', () => {
    const tuned = keep(withHead(pretrained, SENTIMENT, 7));
    const back = keep(withHead(keep(withHead(tuned, MASKED_LM, 8)), { kind: 'regression' }, 9));
    expect(valuesOf(back, 'bert.pooler.dense.weight')).toEqual(valuesOf(tuned, 'bert.pooler.dense.weight'));
    expect(back.parameters.get('classifier.weight')!.value.shape).toEqual([1, 32]);
  });

  it('is new for other labels, and kept for the same', () => {
    const tuned = keep(withHead(pretrained, SENTIMENT, 7));
    const same = keep(withHead(tuned, { kind: 'classification', labels: ['negative', 'positive'] }, 99));
    expect(valuesOf(same, 'classifier.weight')).toEqual(valuesOf(tuned, 'classifier.weight'));
    const other = keep(withHead(tuned, { kind: 'classification', labels: ['positive', 'negative'] }, 99));
    expect(valuesOf(other, 'classifier.weight')).not.toEqual(valuesOf(tuned, 'classifier.weight'));
  });
});

describe('ownership', () => {
  it('every model owns its tensors: disposing one leaves the others whole, and nothing is left in the end', () => {
    const before = tf.memory().numTensors;
    const first = createModel(CONFIG, MASKED_LM, 1);
    const second = withHead(first, SENTIMENT, 1);
    const third = mapParameters(second);
    const values = valuesOf(first, 'bert.embeddings.word_embeddings.weight');
    disposeModel(first);
    disposeModel(second);
    expect(valuesOf(third, 'bert.embeddings.word_embeddings.weight')).toEqual(values);
    disposeModel(third);
    expect(tf.memory().numTensors).toBe(before);
  });
});
