/** Benchmarks of training: a step beside PyTorch's, in turn, each in a process of its own. */
import { quantile } from './measure.mjs';
import { findPython, runScript } from './peer.mjs';

const CASES = [
  { shape: 'bert-mini', seconds: 4 },
  { shape: 'bert-small', seconds: 8 },
];

export async function benchTraining(progress, { rounds }) {
  const python = findPython(progress);
  return CASES.map(({ shape, seconds }) => {
    const flags = ['--shape', shape, '--seconds', String(seconds)];
    const ours = [];
    const peers = [];
    for (let round = 0; round < rounds; round++) {
      progress(`${shape}, round ${round + 1} of ${rounds}`);
      ours.push(runScript('training-step.mjs', flags));
      if (python) peers.push(runScript('peers/training_step.py', flags, python));
    }
    return row(ours, peers);
  });
}

function row(ours, peers) {
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
