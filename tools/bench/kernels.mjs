/** Benchmarks of the kernels one by one, beside the plain versions of TensorFlow.js, in turn. */
import { besides, inTurn, median } from './in-turn.mjs';
import { runScript } from './peer.mjs';

const SHAPES = ['bert-mini', 'bert-small'];

export async function benchKernels(progress, { rounds, measure }) {
  const rows = [];
  for (const shape of SHAPES) {
    const flags = ['--shape', shape, '--seconds', '0.15'];
    const sides = {
      kernels: () => runScript('kernel-times.mjs', flags),
      plain: () => runScript('kernel-times.mjs', flags, undefined, { TLC_KERNELS: 'plain' }),
    };
    const { kernels, plain } = await inTurn(`functions of ${shape}`, sides, { rounds, measure, progress });
    for (const [name, { both }] of Object.entries(kernels[0].functions)) {
      const row = (what, time) => ({
        name: `${shape}, ${name}${what}`,
        value: median(kernels, time),
        unit: 'ms',
        beside: { plain: besides(kernels, plain, time) },
      });
      rows.push(row(both === undefined ? '' : ', forward', ({ functions }) => functions[name].forward));
      // The gradient alone cannot be had: a forward pass comes before it
      const backward = ({ functions }) => functions[name].both - functions[name].forward;
      if (both !== undefined) rows.push(row(', backward', backward));
    }
  }
  return rows;
}
