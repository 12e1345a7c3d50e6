#!/usr/bin/env node
/**
 * `npm run bench [-- system training …] [-- --json FILE]`: measures TLC on this machine and prints a table and JSON.
 * Where a Python with the peers' packages is found (TLC_PEER_PYTHON, or python3 on PATH), each figure has its peer's
 * beside it, measured in turn.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { openJournal } from './journal.mjs';
import { runScript } from './peer.mjs';
import { printTable } from './print-table.mjs';

/** Minutes are those of two quick cores with the peers and five rounds (three seeds). */
const SECTIONS = {
  system: { minutes: 1, about: 'requests and jobs', load: () => import('./system.mjs').then((m) => m.benchSystem) },
  start: { minutes: 1, about: 'processes and commands', load: () => import('./start.mjs').then((m) => m.benchStart) },
  artifacts: {
    minutes: 1,
    about: 'artifacts that a NATS server keeps',
    load: () => import('./artifacts.mjs').then((m) => m.benchArtifacts),
  },
  scores: {
    minutes: 1,
    about: 'scores of translations beside sacreBLEU',
    load: () => import('./scores.mjs').then((m) => m.benchScores),
  },
  products: {
    minutes: 3,
    about: 'matrix products beside TensorFlow, PyTorch, OpenBLAS',
    load: () => import('./matrix-products.mjs').then((m) => m.benchProducts),
  },
  kernels: {
    minutes: 3,
    about: 'each function of the engine beside its plain version',
    load: () => import('./kernels.mjs').then((m) => m.benchKernels),
  },
  layers: {
    minutes: 6,
    about: 'a layer of ModernBERT and of DeBERTa beside the plain versions and PyTorch',
    load: () => import('./layers.mjs').then((m) => m.benchLayers),
  },
  training: {
    minutes: 9,
    about: 'a step beside PyTorch: time and memory',
    load: () => import('./training.mjs').then((m) => m.benchTraining),
  },
  families: {
    minutes: 12,
    about: 'a step of every family beside Transformers in PyTorch',
    load: () => import('./families.mjs').then((m) => m.benchFamilies),
  },
  memory: {
    minutes: 3,
    about: 'what training takes beside what is predicted',
    load: () => import('./memory.mjs').then((m) => m.benchMemory),
  },
  'largest-model': {
    minutes: 8,
    about: 'BERTs that grow until one does not train on this machine',
    load: () => import('./largest-model.mjs').then((m) => m.benchLargestModel),
  },
  'fine-tuning': {
    minutes: 11,
    about: 'windows of SST-2 and MRPC beside the Trainer',
    load: () => import('./fine-tuning.mjs').then((m) => m.benchFineTuning),
  },
  accuracy: {
    minutes: 30,
    about: 'whole fine-tunings of each seed beside the Trainer',
    load: () => import('./accuracy.mjs').then((m) => m.benchAccuracy),
  },
  pretraining: {
    minutes: 240,
    about: 'the recipe of pre-training beside BERT’s in three times its time',
    load: () => import('./pretraining.mjs').then((m) => m.benchPretraining),
  },
  inference: {
    minutes: 9,
    about: 'a classifier beside Transformers and ONNX Runtime',
    load: () => import('./inference.mjs').then((m) => m.benchInference),
  },
  decoding: {
    minutes: 8,
    about: 'sentences translated beside CTranslate2',
    load: () => import('./decoding.mjs').then((m) => m.benchDecoding),
  },
  serving: {
    minutes: 8,
    about: '64 clients of a served classifier beside FastAPI over ONNX Runtime, half and twice the load',
    load: () => import('./serving.mjs').then((m) => m.benchServing),
  },
};
/** By default; the largest model takes all of the machine's memory. */
const SHORT = Object.keys(SECTIONS).filter((name) => !['accuracy', 'pretraining', 'largest-model'].includes(name));

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    rounds: { type: 'string', default: '5' },
    seeds: { type: 'string', default: '3' },
    budget: { type: 'string', default: '7200' },
    width: { type: 'string', default: '256' },
    threads: { type: 'string' },
    resume: { type: 'string' },
  },
});
const chosen = positionals.length > 0 ? positionals : SHORT;
const unknown = chosen.find((name) => !(name in SECTIONS));
if (values.help || unknown) {
  if (unknown) console.error(`there is no section ${unknown}`);
  console.error(usage());
  process.exit(unknown ? 2 : 0);
}

const { kernels, tensorflow } = runScript('engine.mjs', []);
const measure = openJournal(values.resume, kernels);
const [rounds, seeds, budget] = [values.rounds, values.seeds, values.budget].map(Number);
const results = {};
for (const name of chosen) {
  const bench = await SECTIONS[name].load();
  results[name] = await bench((what) => console.error(`${name}: ${what}`), {
    rounds,
    seeds,
    budget,
    width: values.width,
    threads: values.threads,
    measure,
  });
  printTable(name, results[name]);
  if (values.json) write(values.json);
}
if (values.json) console.error(`written to ${values.json}`);
else console.log(JSON.stringify(report()));

function usage() {
  const lines = Object.entries(SECTIONS).map(
    ([name, { minutes, about }]) => `  ${name.padEnd(12)} ${String(minutes).padStart(3)} min  ${about}`,
  );
  const total = SHORT.reduce((sum, name) => sum + SECTIONS[name].minutes, 0);
  return [
    'npm run bench -- [SECTION …] [--rounds 5] [--seeds 3] [--budget 7200] [--width 256] [--json FILE] [--resume FILE]',
    '',
    ...lines,
    '',
    `Without a section: all but accuracy, pretraining and largest-model, ${total} min. --resume keeps each measurement in a file as soon as it is made, and`,
    'goes on from there: a benchmark that was broken off, or one with more rounds or other sections.',
    '--budget: processor seconds of the longer pre-training, whose minutes grow with it. --threads: of each pre-training, of each step of a family, and of decoding.',
    'TLC_WIKITEXT: a folder with the files of WikiText-2. TLC_PEER_PYTHON: the Python of the peers. TLC_GLUE: a folder with MRPC/. TLC_TRANSLATOR: a folder of a trained translation model. TLC_KERNELS: the kernels to measure.',
  ].join('\n');
}

function report() {
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD'),
    machine: {
      processor: cpus()[0].model,
      cores: cpus().length,
      memory_gb: Math.round(totalmem() / 1e9),
      node: process.version,
    },
    engine: { kernels, tensorflow },
    results,
  };
}

function write(file) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(report(), null, 2)}\n`);
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
