/** Benchmarks of training: a step beside PyTorch's, in turn, each in a process of its own. */
import { besides, inTurn, median } from './in-turn.mjs';
import { findPython, runScript } from './peer.mjs';

/** Masked LM of BERT on 32 x 64 tokens, and translation of 292 pairs of 14 + 14; `at_most` of PyTorch's time. */
const CASES = [
  { shape: 'bert-mini', seconds: 4, at_most: 0.85 },
  { shape: 'bert-small', seconds: 8, at_most: 0.85 },
  { shape: 'bert-medium', seconds: 12, at_most: 0.85 },
  { shape: 'nmt-tiny', seconds: 5, at_most: 0.5 },
];
/** Of PyTorch's peak memory. */
const MEMORY = { at_most: 0.6 };

export async function benchTraining(progress, { rounds, measure }) {
  const python = findPython(progress);
  const rows = [];
  for (const { shape, seconds, at_most } of CASES) {
    const flags = ['--seconds', String(seconds)];
    const [script, ofShape] =
      shape === 'nmt-tiny' ? ['translation', []] : ['training', ['--shape', shape, '--dropout', '0.1']];
    const sides = {
      TLC: () => runScript(`${script}-step.mjs`, [...ofShape, ...flags]),
      ...(python && { PyTorch: () => runScript(`peers/${script}_step.py`, [...ofShape, ...flags], python) }),
    };
    const { TLC: ours, PyTorch: peers } = await inTurn(shape, sides, { rounds, measure, progress });
    rows.push(...rowsOf(ours, peers, { at_most }));
  }
  return rows;
}

function rowsOf(ours, peers, wanted) {
  const [time, processor, memory, speed] = ['median_ms', 'processor_ms', 'peak_memory_mb', 'tokens_per_second'].map(
    (key) => (run) => run[key],
  );
  const { case: name } = ours[0];
  return [
    {
      name: `${name}, step with dropout`,
      value: median(ours, time),
      unit: 'ms',
      ...(peers && { beside: { PyTorch: besides(ours, peers, time, wanted) } }),
      tokens_per_second: median(ours, speed),
      ...(peers && { pytorch_tokens_per_second: median(peers, speed) }),
    },
    {
      name: `${name}, processor time of a step`,
      value: median(ours, processor),
      unit: 'ms',
      ...(peers && { beside: { PyTorch: besides(ours, peers, processor) } }),
    },
    {
      name: `${name}, peak memory`,
      value: median(ours, memory),
      unit: 'MB',
      ...(peers && { beside: { PyTorch: besides(ours, peers, memory, MEMORY) } }),
    },
  ];
}
