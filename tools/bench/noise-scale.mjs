#!/usr/bin/env node
/**
 * What the gradient noise scale costs: the processor time of an update whose gradient is computed in two halves, of which
 * the first is looked at, beside that of the same update at once, in turn: `node tools/bench/noise-scale.mjs --shape bert-mini`.
 * Training does so once in 25 updates. Prints one line of JSON.
 */
import { parseArgs } from 'node:util';
import { SHAPES, processorMs, quantile } from './measure.mjs';

const { values } = parseArgs({
  options: {
    shape: { type: 'string', default: 'bert-mini' },
    batch: { type: 'string', default: '32' },
    length: { type: 'string', default: '64' },
    pairs: { type: 'string', default: '15' },
  },
});
const [batch, length, pairs] = [values.batch, values.length, values.pairs].map(Number);
const shape = SHAPES[values.shape];

const file = (path) => import(new URL(`../../dist/libs/${path}.js`, import.meta.url).href);
const { checkConfig, PretrainConfig } = await file('contracts/src/index');
const { random } = await file('engine/src/index');
const { createModel, newConfig } = await file('models/src/index');
const { architectureClass } = await file('families/src/index');
const { EVERY } = await file('training/src/next-batches');
const { halvesOf } = await file('training/src/split-batch');
const { optimizerOf } = await file('training/src/parameters/optimizer-of');
const { trainedWeights } = await file('training/src/trained-weights');
const { trainStep } = await file('training/src/train-step');

const rows = batch * length;
const numbers = random(1);
const masked = numbers
  .permutation(rows)
  .slice(0, Math.floor(0.15 * rows))
  .sort();
const whole = {
  ids: Int32Array.from({ length: rows }, () => numbers.integer(shape.vocab)),
  positions: Int32Array.from({ length: rows }, (_, row) => row % length),
  types: new Int32Array(rows),
  starts: Int32Array.from({ length: batch + 1 }, (_, sentence) => sentence * length),
  masked: { rows: masked, labels: Int32Array.from(masked, () => numbers.integer(shape.vocab)) },
};
const { layers, hidden, heads } = shape;
const architecture = checkConfig(architectureClass(), { layers, hidden_size: hidden, heads, max_positions: 512 });
const model = createModel(newConfig(architecture, { size: shape.vocab, pad: 0 }), { kind: 'masked-lm' }, 1);
const trained = trainedWeights(model, (_, weight) => weight, { frozen: new Set() });
const optimizer = optimizerOf(checkConfig(PretrainConfig, { stop: { steps: 1 } }), model, trained);

let step = 0;
function update(batches) {
  step++;
  const began = processorMs();
  const dropout = (number) => ({ seed: 1, step: step + number });
  trainStep(model, trained, optimizer, batches, { learningRate: 1e-4, dropout, measuresNoise: true });
  return processorMs() - began;
}

for (let warmup = 0; warmup < 4; warmup++) update(warmup % 2 ? halvesOf(whole) : [whole]);
const times = { whole: [], halves: [] };
for (let pair = 0; pair < pairs; pair++) {
  times.whole.push(update([whole]));
  times.halves.push(update(halvesOf(whole)));
}
const [once, twice] = [times.whole, times.halves].map((each) => quantile(each, 0.5));
console.log(
  JSON.stringify({
    case: `${values.shape} ${batch}x${length}`,
    whole_ms: Math.round(once),
    halves_ms: Math.round(twice),
    ratio: Number((twice / once).toPrecision(4)),
    of_training: Number(((twice / once - 1) / EVERY).toPrecision(2)),
  }),
);
