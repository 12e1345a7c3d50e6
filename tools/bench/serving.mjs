/** Benchmarks of serving: 64 clients of a classifier over HTTP, beside FastAPI and uvicorn over ONNX Runtime. */
import { eachClassifier } from './classifiers.mjs';
import { besides, inTurn, median } from './in-turn.mjs';
import { findPythonWith, runScript } from './peer.mjs';

const PACKAGES = ['fastapi', 'uvicorn', 'onnxruntime', 'tokenizers'];
const SECONDS = ['--seconds', '5'];

export async function benchServing(progress, { rounds, measure }) {
  const python = findPythonWith(progress, PACKAGES);
  return eachClassifier(progress, async (name, place) => {
    runScript('serve.mjs', [...place, '--prepare']);
    const flags = [...place, ...SECONDS];
    const peer = (more) => () => runScript('serve.mjs', [...flags, '--peer', python, ...more]);
    const sides = {
      TLC: () => runScript('serve.mjs', flags),
      ...(python && { FastAPI: peer([]), 'FastAPI, batching': peer(['--batch']) }),
    };
    const runs = await inTurn(name, sides, { rounds, measure, progress });
    const capacity = median(runs.TLC, (run) => run.sentences_per_s);
    return [
      ...throughputRows(name, runs),
      await atRate(`${name}, half of that load`, 0.5 * capacity, flags, { rounds, measure, progress }),
      await atRate(`${name}, twice that load`, 2 * capacity, flags, { rounds: 1, measure, progress }),
    ];
  });
}

/** Sentences a second of all clients, and a second of processor time: on a machine that others use too, the second one
 * compares the servers. */
function throughputRows(name, { TLC: ours, ...peers }) {
  const row = (unit, speed, more) => ({
    name: `${name}, 64 clients`,
    value: median(ours, speed),
    unit,
    beside: Object.fromEntries(
      Object.entries(peers).map(([peer, runs]) => [peer, besides(ours, runs, speed, { at_least: 2 })]),
    ),
    ...more,
  });
  return [
    row('sentences/s', (run) => run.sentences_per_s, {
      p50_ms: median(ours, (run) => run.p50_ms),
      p99_ms: median(ours, (run) => run.p99_ms),
      memory_mb: median(ours, (run) => run.memory_mb),
    }),
    row('sentences/processor s', (run) => run.sentences_per_processor_s),
  ];
}

async function atRate(name, rate, flags, how) {
  const work = () => runScript('serve.mjs', [...flags, '--rate', rate.toFixed(1)]);
  const { TLC: runs } = await inTurn(name, { TLC: work }, how);
  const total = (count) => runs.reduce((sum, run) => sum + run[count], 0);
  return {
    name,
    value: median(runs, (run) => run.p99_ms),
    unit: 'ms (p99)',
    p50_ms: median(runs, (run) => run.p50_ms),
    sentences_per_s: median(runs, (run) => run.sentences_per_s),
    ...Object.fromEntries(['asked', 'answered', 'refused', 'lost'].map((count) => [count, total(count)])),
    memory_mb: median(runs, (run) => run.memory_mb),
    memory_after_mb: median(runs, (run) => run.memory_after_mb),
  };
}
