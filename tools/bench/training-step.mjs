#!/usr/bin/env node
/**
 * One masked-LM training step of a BERT shape on full batches, as the peer in peers/training_step.py does it: `node
 * tools/bench/training-step.mjs --shape bert-mini --seconds 5`. Prints one line of JSON.
 */
import { parseArgs } from 'node:util';
import { SHAPES } from './measure.mjs';
import { timeSteps, variableOf } from './timed-steps.mjs';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'bert-mini' },
    batch: { type: 'string', default: '32' },
    length: { type: 'string', default: '64' },
    dropout: { type: 'string', default: '0.1' },
    precision: { type: 'string', default: 'float32' },
    seconds: { type: 'string', default: '5' },
  },
});
const [batch, length] = [Number(values.batch), Number(values.length)];
const shape = SHAPES[values.shape];

const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { checkConfig } = await lib('contracts');
const { collectGarbage, engineInfo, random } = await lib('engine');
const { newConfig, createModel, disposeModel, loss } = await lib('models');
const { architectureClass } = await lib('families');

const rows = batch * length;
const numbers = random(1);
const ids = Int32Array.from({ length: rows }, () => numbers.integer(shape.vocab));
const maskedRows = numbers.permutation(rows).slice(0, Math.floor(0.15 * rows));
const packed = {
  ids,
  positions: Int32Array.from({ length: rows }, (_, row) => row % length),
  types: new Int32Array(rows),
  starts: Int32Array.from({ length: batch + 1 }, (_, sentence) => sentence * length),
  masked: { rows: maskedRows, labels: Int32Array.from(maskedRows, () => numbers.integer(shape.vocab)) },
};
const architecture = {
  layers: shape.layers,
  hidden_size: shape.hidden,
  heads: shape.heads,
  ffn_size: shape.ffn,
  max_positions: 512,
  dropout: Number(values.dropout),
};
const config = newConfig(checkConfig(architectureClass(), architecture), { size: shape.vocab, pad: 0 });
const model = createModel(config, { kind: 'masked-lm' }, 1);
const variables = new Map([...model.parameters].map(([name, { value }]) => [name, variableOf(value)]));
// As a training does, which copies what it has read
disposeModel(model);
collectGarbage();
const weights = (name) => variables.get(name);
const figures = timeSteps(variables, (step) => loss(weights, model, packed, { dropout: { seed: 1, step } }), {
  seconds: Number(values.seconds),
  tokens: rows,
  precision: values.precision,
});
console.log(
  JSON.stringify({
    case: `${values.shape} ${batch}x${length}`,
    precision: values.precision,
    engine: engineInfo(),
    ...figures,
  }),
);
