#!/usr/bin/env node
/**
 * One training step of a family's classifier on full batches, as the peer in peers/family_step.py does it on the same
 * weights: `node tools/bench/family-step.mjs --family modernbert --shape bert-mini --folder FOLDER --seconds 5`. The model
 * is written to FOLDER where it is not there yet. Prints one line of JSON.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { SHAPES } from './measure.mjs';
import { timeSteps, variableOf } from './timed-steps.mjs';

const { values } = parseArgs({
  options: {
    family: { type: 'string', default: 'bert' },
    shape: { type: 'string', default: 'bert-mini' },
    folder: { type: 'string' },
    batch: { type: 'string', default: '32' },
    length: { type: 'string', default: '64' },
    seconds: { type: 'string', default: '5' },
  },
});
const [sentences, length] = [Number(values.batch), Number(values.length)];
const shape = SHAPES[values.shape];

const lib = (name) => import(new URL(`../../dist/libs/${name}/src/index.js`, import.meta.url).href);
const { checkConfig } = await lib('contracts');
const { collectGarbage, engineInfo } = await lib('engine');
const { createModel, disposeModel, loss, newConfig, readModel, writeModel } = await lib('models');
const { architectureClass } = await lib('families');

if (!existsSync(`${values.folder}/config.json`)) {
  const architecture = {
    family: values.family,
    layers: shape.layers,
    hidden_size: shape.hidden,
    heads: shape.heads,
    ffn_size: shape.ffn,
    max_positions: 512,
    dropout: 0.1,
  };
  const config = newConfig(checkConfig(architectureClass(architecture), architecture), { size: shape.vocab, pad: 0 });
  const model = createModel(config, { kind: 'classification', labels: ['no', 'yes'] }, 1);
  await writeModel(model, values.folder);
  disposeModel(model);
}
const model = await readModel(values.folder);
const tokens = sentences * length;
const batch = {
  ids: Int32Array.from({ length: tokens }, (_, row) => 10 + ((7919 * row) % (shape.vocab - 10))),
  positions: Int32Array.from({ length: tokens }, (_, row) => row % length),
  types: new Int32Array(tokens),
  starts: Int32Array.from({ length: sentences + 1 }, (_, sentence) => sentence * length),
  labels: Int32Array.from({ length: sentences }, (_, sentence) => sentence % 2),
};
const variables = new Map([...model.parameters].map(([name, { value }]) => [name, variableOf(value)]));
// As a training does, which copies what it has read
disposeModel(model);
collectGarbage();
const weights = (name) => variables.get(name);
const first = loss(weights, model, batch);
const [firstLoss] = first.dataSync();
first.dispose();
const figures = timeSteps(variables, (step) => loss(weights, model, batch, { dropout: { seed: 1, step } }), {
  seconds: Number(values.seconds),
  tokens,
});
const name = `${values.family}, ${values.shape} ${sentences}x${length}`;
console.log(JSON.stringify({ case: name, engine: engineInfo(), first_loss: firstLoss, ...figures }));
