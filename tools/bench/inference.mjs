/** Benchmarks of inference: sentences that a classifier answers in a second, beside Transformers and ONNX Runtime. */
import { eachClassifier } from './classifiers.mjs';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPython, runScript } from './peer.mjs';

const BATCHES = [32, 64];
const PACKAGES = ['transformers', 'onnxruntime', 'onnxscript'];

export async function benchInference(progress, { rounds, measure }) {
  const python = findPython(progress, PACKAGES);
  return eachClassifier(progress, async (name, place) => {
    const rows = [];
    for (const batch of BATCHES) {
      const flags = [...place, '--batch', String(batch), '--seconds', '2'];
      const peer = (runtime, order) => () =>
        runScript('peers/classify.py', [...flags, '--runtime', runtime, '--order', order], python);
      const sides = {
        TLC: () => runScript('classify.mjs', flags),
        ...(python && {
          Transformers: peer('transformers', 'file'),
          'Transformers, by length': peer('transformers', 'length'),
          'ONNX Runtime': peer('onnxruntime', 'file'),
          'ONNX Runtime, by length': peer('onnxruntime', 'length'),
        }),
      };
      rows.push(
        rowOf(`${name}, batches of ${batch}`, await inTurn(`${name}, ${batch}`, sides, { rounds, measure, progress })),
      );
    }
    const predict = () => runScript('classify.mjs', [...place, '--batch', '0', '--seconds', '2']);
    rows.push(
      rowOf(`${name}, predict`, await inTurn(`${name}, predict`, { TLC: predict }, { rounds, measure, progress })),
    );
    return rows;
  });
}

function rowOf(name, { TLC: ours, ...peers }) {
  const speed = (run) => run.sentences_per_s;
  const beside = Object.entries(peers).map(([peer, runs]) => [peer, besides(ours, runs, speed)]);
  const differences = Object.entries(peers).map(([, [{ logits }]]) => largestDifference(ours[0].logits, logits));
  return {
    name: `${name}: sentences of SST-2`,
    value: median(ours, speed),
    unit: '1/s',
    beside: Object.fromEntries(beside),
    memory_mb: median(ours, (run) => run.peak_memory_mb),
    ...(beside.length > 0 && { largest_difference_of_a_logit: Math.max(...differences) }),
  };
}

function largestDifference(ours, theirs) {
  return Number(Math.max(...ours.map((value, i) => Math.abs(value - theirs[i]))).toPrecision(2));
}
