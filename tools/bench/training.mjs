/** Benchmarks of training: a step beside PyTorch's, in turn, each in a process of its own. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { quantile } from './measure.mjs';

const OURS = fileURLToPath(new URL('./training-step.mjs', import.meta.url));
const PEER = fileURLToPath(new URL('./peers/training_step.py', import.meta.url));
const CASES = [
  { shape: 'bert-mini', seconds: 4 },
  { shape: 'bert-small', seconds: 8 },
];

export async function benchTraining(progress, { rounds }) {
  const python = findPython();
  if (!python) progress('no Python with PyTorch (TLC_PEER_PYTHON, or python3 on PATH): no peer beside the figures');
  return CASES.map(({ shape, seconds }) => {
    const flags = ['--shape', shape, '--seconds', String(seconds)];
    const ours = [];
    const peers = [];
    for (let round = 0; round < rounds; round++) {
      progress(`${shape}, round ${round + 1} of ${rounds}`);
      ours.push(run(process.execPath, [OURS, ...flags]));
      if (python) peers.push(run(python, [PEER, ...flags]));
    }
    return row(shape, ours, peers);
  });
}

function row(shape, ours, peers) {
  const median = (runs, key) =>
    quantile(
      runs.map((one) => one[key]),
      0.5,
    );
  const ratios = peers.map((peer, round) => ours[round].median_ms / peer.median_ms);
  return {
    name: `${ours[0].case}, step with dropout 0.1`,
    value: median(ours, 'median_ms'),
    unit: 'ms',
    kernels: ours[0].engine.kernels,
    tokens_per_second: median(ours, 'tokens_per_second'),
    memory_mb: median(ours, 'peak_memory_mb'),
    ...(peers.length > 0 && {
      pytorch_ms: median(peers, 'median_ms'),
      pytorch_tokens_per_second: median(peers, 'tokens_per_second'),
      pytorch_memory_mb: median(peers, 'peak_memory_mb'),
      ratio_of_time: quantile(ratios, 0.5),
      ratio_least: quantile(ratios, 0),
      ratio_most: quantile(ratios, 1),
    }),
  };
}

function run(program, args) {
  const env = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  return JSON.parse(execFileSync(program, args, { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'inherit'] }));
}

function findPython() {
  for (const python of [process.env.TLC_PEER_PYTHON, 'python3'].filter(Boolean)) {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  return undefined;
}
