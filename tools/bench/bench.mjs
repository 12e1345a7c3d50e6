#!/usr/bin/env node
/**
 * `npm run bench [-- system training …] [-- --json FILE]`: measures TLC on this machine and prints a table and JSON.
 * Where a Python with PyTorch is found (TLC_PEER_PYTHON, or python3 on PATH), each training figure has its peer beside
 * it, measured in turn.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from './print-table.mjs';

const SECTIONS = {
  system: () => import('./system.mjs').then(({ benchSystem }) => benchSystem),
  start: () => import('./start.mjs').then(({ benchStart }) => benchStart),
  products: () => import('./matrix-products.mjs').then(({ benchProducts }) => benchProducts),
  training: () => import('./training.mjs').then(({ benchTraining }) => benchTraining),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
    rounds: { type: 'string', default: '5' },
  },
});
const chosen = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
const unknown = chosen.find((name) => !(name in SECTIONS));
if (values.help || unknown) {
  if (unknown) console.error(`there is no section ${unknown}`);
  console.error(`npm run bench -- [${Object.keys(SECTIONS).join(' | ')} …] [--rounds 5] [--json FILE]`);
  process.exit(unknown ? 2 : 0);
}

const results = {};
for (const name of chosen) {
  const bench = await SECTIONS[name]();
  results[name] = await bench((what) => console.error(`${name}: ${what}`), { rounds: Number(values.rounds) });
  printTable(name, results[name]);
}

const report = {
  date: new Date().toISOString().slice(0, 10),
  commit: git('rev-parse', '--short', 'HEAD'),
  machine: {
    processor: cpus()[0].model,
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 1e9),
    node: process.version,
  },
  results,
};
if (values.json) {
  mkdirSync(dirname(values.json), { recursive: true });
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);
  console.error(`written to ${values.json}`);
} else {
  console.log(JSON.stringify(report));
}

function git(...args) {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
