#!/usr/bin/env node
/**
 * What the memory of a training step consists of, ours beside PyTorch's: `node tools/bench/memory-parts.mjs bert-mini`. Looks
 * at each process from outside while it trains: at its peak, how much is its own (anonymous) and how much is pages of files,
 * and by what is mapped, for how much each counts. Linux; TLC_PEER_PYTHON as for `npm run bench`. Prints JSON.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { environmentOf, findPython } from './peer.mjs';

/** Of a mapping's name, what it is; the first that fits. */
const KINDS = [
  ['heap', /^\[heap\]$/],
  ['anonymous', /^$/],
  ['library of TensorFlow', /tensorflow|tfjs/],
  ['library of PyTorch', /torch/],
  ['oneDNN or OpenMP', /gomp|mkl|iomp|openblas/],
  ['Node or Python', /node$|python|\.so/],
];

const megabytes = (kilobytes) => Math.round(kilobytes / 1000);
const numberOf = (text, key) => Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);

/** @param {string} text of /proc/PID/smaps; kB that are resident, by what is mapped */
function byMapping(text) {
  const sums = {};
  let kind = '';
  for (const line of text.split('\n')) {
    const [, name] = /^[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \d+ *(.*)$/.exec(line) ?? [];
    if (name !== undefined) kind = KINDS.find(([, pattern]) => pattern.test(name))?.[0] ?? 'others';
    const [, rss] = /^Rss:\s+(\d+)/.exec(line) ?? [];
    if (rss) sums[kind] = (sums[kind] ?? 0) + Number(rss);
  }
  return Object.fromEntries(Object.entries(sums).map(([name, kilobytes]) => [name, megabytes(kilobytes)]));
}

async function watched(script, flags, python) {
  const isPeer = script.endsWith('.py');
  const path = fileURLToPath(new URL(script, import.meta.url));
  const child = spawn(isPeer ? python : process.execPath, [path, ...flags], {
    env: environmentOf(script),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (data) => (output += data));
  const proc = (name) => readFileSync(`/proc/${child.pid}/${name}`, 'utf8');
  let most = { VmRSS: 0 };
  let mappings = {};
  let looks = 0;
  const timer = setInterval(() => {
    try {
      const status = proc('status');
      const now = Object.fromEntries(['VmRSS', 'RssAnon', 'RssFile'].map((key) => [key, numberOf(status, key)]));
      if (now.VmRSS > most.VmRSS) most = now;
      if (looks++ % 100 === 50 && now.VmRSS > 0.8 * most.VmRSS) mappings = byMapping(proc('smaps'));
    } catch {
      // It ends
    }
  }, 5);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  const { case: name, processor_ms, peak_memory_mb } = JSON.parse(output.trim().split('\n').at(-1));
  return {
    case: name,
    processor_ms,
    peak_mb: peak_memory_mb,
    own_mb: megabytes(most.RssAnon),
    files_mb: megabytes(most.RssFile),
    mappings_mb: mappings,
  };
}

const python = findPython(console.error);
for (const shape of process.argv.slice(2)) {
  const flags = ['--shape', shape, '--seconds', '5'];
  console.log(JSON.stringify({ TLC: await watched('training-step.mjs', flags) }));
  if (python) console.log(JSON.stringify({ PyTorch: await watched('peers/training_step.py', flags, python) }));
}
