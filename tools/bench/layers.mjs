/** Benchmarks of layers of newer encoders: beside the plain versions, and beside Transformers' own in eager PyTorch. */
import { besides, inTurn, median } from './in-turn.mjs';
import { findPython, runScript } from './peer.mjs';

/** Of PyTorch's time for a layer, forward and backward. */
const AT_MOST = {
  'ModernBERT-base, global layer': 0.85,
  'ModernBERT-base, local layer': 0.85,
  'DeBERTa-v3-small, layer': 0.9,
};

export async function benchLayers(progress, { rounds, measure }) {
  const python = findPython(progress, ['transformers']);
  const flags = ['--sentences', '4', '--length', '512', '--repeats', '3'];
  const sides = {
    kernels: () => runScript('layer-times.mjs', flags),
    plain: () => runScript('layer-times.mjs', flags, undefined, { TLC_KERNELS: 'plain' }),
    ...(python && { PyTorch: () => runScript('peers/layer_times.py', flags, python) }),
  };
  const { kernels, plain, PyTorch } = await inTurn('layers', sides, { rounds, measure, progress });
  return Object.keys(kernels[0].results).map((name) => {
    const time = ({ results }) => results[name].both.ms;
    const peer = PyTorch && name in AT_MOST;
    return {
      name: `${name}, forward and backward`,
      value: median(kernels, time),
      unit: 'ms',
      ...(kernels[0].results[name].both.gflops && {
        gflops: median(kernels, ({ results }) => results[name].both.gflops),
      }),
      beside: {
        plain: besides(kernels, plain, time),
        ...(peer && { PyTorch: besides(kernels, PyTorch, time, { at_most: AT_MOST[name] }) }),
      },
    };
  });
}
