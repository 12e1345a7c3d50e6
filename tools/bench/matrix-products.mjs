/** Benchmarks of matrix products: those of a linear layer, forward and with its gradients, beside PyTorch's. */
import { quantile } from './measure.mjs';
import { findPython, runScript } from './peer.mjs';

export async function benchProducts(progress, { rounds }) {
  const python = findPython(progress);
  const ours = [];
  const peers = [];
  for (let round = 0; round < rounds; round++) {
    progress(`round ${round + 1} of ${rounds}`);
    ours.push(runScript('products.mjs', ['--seconds', '0.1']).products);
    if (python) peers.push(runScript('peers/products.py', ['--seconds', '0.1'], python).products);
  }
  /** Median over the rounds of a shape's figure: `forward`, or `both` directions. */
  const median = (runs, shape, key) =>
    quantile(
      runs.map((products) => products[shape][key][0]),
      0.5,
    );
  return ours[0].map(({ shape }, n) => ({
    name: shape,
    value: median(ours, n, 'forward'),
    unit: 'GFLOP/s',
    with_gradients: median(ours, n, 'both'),
    ...(peers.length > 0 && {
      pytorch: median(peers, n, 'forward'),
      pytorch_with_gradients: median(peers, n, 'both'),
    }),
  }));
}
