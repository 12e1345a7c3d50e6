import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { tf, valueAndGradients, type Tensor, type Variable } from '#engine';
import { readConfig, shapeOf, type Head, type ModelConfig } from '#families';
import { createModel } from './create-model.js';
import { packSentences } from './fixtures/pack-sentences.js';
import { encode, logits } from './forward.js';
import { loss } from './loss.js';
import { disposeModel, type Model, type Parameter } from './model.js';
import { weightsOf } from './weights.js';

interface Expected {
  readonly settings: Record<string, number>;
  readonly sentences: number[][];
  readonly types: number[][];
  readonly masked: number[][];
  readonly cases: { head: Head['kind']; activation: string; labels: number[]; logits: number[]; loss: number }[];
}

const EXPECTED: Expected = JSON.parse(
  readFileSync(new URL('fixtures/transformers/expected.json', import.meta.url), 'utf8'),
);

const HEADS: Record<string, Head> = {
  'masked-lm': { kind: 'masked-lm' },
  classification: { kind: 'classification', labels: ['no', 'yes', 'perhaps'] },
  regression: { kind: 'regression' },
};

const configOf = (activation = 'gelu', more = {}): ModelConfig =>
  readConfig({ model_type: 'bert', ...EXPECTED.settings, hidden_act: activation, ...more }, 'the fixture');

/** The model of make.py: 0.2 sin(1), 0.2 sin(2), ... in the order of files, 1 more in a norm's weight. */
function sineModel(config: ModelConfig, head: Head): Model {
  const parameters = shapeOf(config, head).parameters.map(({ name, role, shape }): Parameter => {
    const size = shape.reduce((a, b) => a * b);
    const more = name.endsWith('LayerNorm.weight') ? 1 : 0;
    const values = Float32Array.from({ length: size }, (_, i) => more + 0.2 * Math.sin(i + 1));
    return { name, role, value: tf.tensor(values, [...shape]) };
  });
  return { config, head, parameters: new Map(parameters.map((parameter) => [parameter.name, parameter])) };
}

/** The sentences of make.py as one batch, with the labels of a head. */
function batchFor(head: Head, labels: number[] = []) {
  const batch = packSentences(EXPECTED.sentences, EXPECTED.types);
  const rows = EXPECTED.masked.flatMap((places, i) => places.map((place) => batch.starts[i] + place));
  if (head.kind === 'masked-lm') {
    return { ...batch, masked: { rows: Int32Array.from(rows), labels: Int32Array.from(labels) } };
  }
  return { ...batch, labels: head.kind === 'regression' ? Float32Array.from(labels) : Int32Array.from(labels) };
}

describe('outputs and losses are those of Transformers', () => {
  it.each(EXPECTED.cases)('$head, $activation', ({ head: kind, activation, labels, logits: expected, loss: value }) => {
    const head = HEADS[kind];
    const model = sineModel(configOf(activation), head);
    const batch = batchFor(head, labels);
    const given = logits(weightsOf(model), model, batch);
    expect(given.size).toBe(expected.length);
    [...given.dataSync()].forEach((logit, i) => expect(Math.abs(logit - expected[i])).toBeLessThan(1e-5));
    const cost = loss(weightsOf(model), model, batch);
    expect(Math.abs(cost.dataSync()[0] - value)).toBeLessThan(1e-5);
    tf.dispose([given, cost]);
    disposeModel(model);
  });
});

describe('training', () => {
  const config = configOf('gelu', { hidden_dropout_prob: 0.2 });
  let before: number;
  beforeEach(() => {
    before = tf.memory().numTensors;
  });
  afterEach(() => expect(tf.memory().numTensors).toBe(before));

  /** A model with a head, a batch for it, and its weights as variables. */
  function trainingOf(kind: string) {
    const head = HEADS[kind];
    const model = sineModel(config, head);
    const { labels } = EXPECTED.cases.find((one) => one.head === kind)!;
    const variables = new Map<string, Variable>();
    for (const [name, { value }] of model.parameters) variables.set(name, tf.variable(value));
    return { model, batch: batchFor(head, labels), variables };
  }

  it.each(Object.keys(HEADS))('gives each parameter of a model with a %s head its gradient', (kind) => {
    const { model, batch, variables } = trainingOf(kind);
    const weights = (name: string): Tensor => variables.get(name)!;
    const options = { dropout: { seed: 1, step: 5 } };
    const { gradients } = valueAndGradients(() => loss(weights, model, batch, options), variables);
    const costOf = () => tf.tidy(() => loss(weights, model, batch, options).dataSync()[0]);
    for (const [name, variable] of variables) {
      // The derivative along the gradient is its norm; the bias of keys has none (a softmax does not change when all scores shift)
      const gradient = gradients.get(name)!;
      const norm = tf.tidy(() => tf.norm(gradient).dataSync()[0]);
      if (name.endsWith('key.bias')) {
        expect(norm).toBeLessThan(1e-5);
        continue;
      }
      const at = variable.clone();
      const step = 0.02 / Math.max(norm, 1);
      const shifted = [1, -1].map((sign) => {
        tf.tidy(() => variable.assign(tf.add(at, tf.mul(gradient, (sign * step) / norm))));
        return costOf();
      });
      variable.assign(at);
      at.dispose();
      const slope = (shifted[0] - shifted[1]) / (2 * step);
      // Each loss is a float32 sum, good to some 2e-7: where a gradient is small, that is what limits the difference
      expect(Math.abs(slope - norm)).toBeLessThan(0.02 * norm + 4e-7 / (2 * step));
    }
    tf.dispose([[...variables.values()], [...gradients.values()]]);
    disposeModel(model);
  });

  it.each(Object.keys(HEADS))('with gradient checkpointing has the same bits, with a %s head', (kind) => {
    const { model, batch, variables } = trainingOf(kind);
    // A weight that is made of others, as methods make them
    const weights = (name: string) => tf.mul<Tensor>(variables.get(name)!, name.endsWith('dense.weight') ? 0.9 : 1);
    const [own, expected] = [true, false].map((gradientCheckpointing) => {
      const options = { dropout: { seed: 1, step: 5 }, gradientCheckpointing };
      return valueAndGradients(() => loss(weights, model, batch, options), variables);
    });
    expect(own.value).toBe(expected.value);
    for (const [name, gradient] of own.gradients) {
      expect([name, gradient.dataSync()]).toEqual([name, expected.gradients.get(name)!.dataSync()]);
    }
    tf.dispose([[...variables.values()], [...own.gradients.values()], [...expected.gradients.values()]]);
    disposeModel(model);
  });

  it('drops by seed and step: the same again, another for another step, none without', () => {
    const model = sineModel(config, HEADS.classification);
    const batch = batchFor(model.head);
    const of = (dropout?: { seed: number; step: number; rate?: number }) => {
      const output = logits(weightsOf(model), model, batch, { dropout });
      const values = [...output.dataSync()];
      output.dispose();
      return values;
    };
    expect(of({ seed: 1, step: 1 })).toEqual(of({ seed: 1, step: 1 }));
    expect(of({ seed: 1, step: 1 })).not.toEqual(of({ seed: 1, step: 2 }));
    expect(of({ seed: 1, step: 1 })).not.toEqual(of({ seed: 2, step: 1 }));
    expect(of({ seed: 1, step: 1, rate: 0 })).toEqual(of());
    disposeModel(model);
  });
});

describe('a forward pass', () => {
  const model = createModel(configOf(), HEADS.classification, 1);
  afterAll(() => disposeModel(model));

  it('shows the input of every linear layer, and gives the same output as when nobody looks', () => {
    const batch = batchFor(model.head);
    const seen: [string, number[]][] = [];
    const observed = encode(weightsOf(model), model, batch, {
      observe: (layer, input) => seen.push([layer, input.shape]),
    });
    const linears = [...model.parameters.values()].filter(
      ({ name, role }) => role === 'linear' && name.startsWith('bert.encoder'),
    );
    expect(seen).toEqual(
      linears.map(({ name, value }) => [name.replace(/\.weight$/, ''), [batch.ids.length, value.shape[1]]]),
    );
    const plain = encode(weightsOf(model), model, batch);
    expect(observed.dataSync()).toEqual(plain.dataSync());
    tf.dispose([observed, plain]);
  });

  it('leaves no tensor behind, even if it is refused', () => {
    const before = tf.memory().numTensors;
    const batch = batchFor(model.head);
    const far = { ...batch, positions: batch.positions.map((position) => position + 1) };
    expect(() => encode(weightsOf(model), model, far)).toThrow(expect.objectContaining({ code: 'ENGINE_WRONG_SHAPE' }));
    encode(weightsOf(model), model, batch).dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    ['an encoder has no loss', { kind: 'none' } as const, 'MODEL_WRONG_HEAD'],
    ['masked LM needs masked rows', HEADS['masked-lm'], 'DATA_NO_LABELS'],
  ])('%s', (_, head, code) => {
    const batch = packSentences(EXPECTED.sentences);
    expect(() => loss(weightsOf(model), { ...model, head }, batch)).toThrow(expect.objectContaining({ code }));
    expect(() => logits(weightsOf(model), { ...model, head }, batch)).toThrow(expect.objectContaining({ code }));
  });

  it('classification needs labels for its loss', () => {
    const batch = packSentences(EXPECTED.sentences);
    expect(() => loss(weightsOf(model), model, batch)).toThrow(expect.objectContaining({ code: 'DATA_NO_LABELS' }));
  });

  it('names a parameter that the model does not have', () => {
    expect(() => weightsOf(model)('cls.predictions.bias')).toThrow('cls.predictions.bias');
  });
});
