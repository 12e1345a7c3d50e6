/** Benchmarks of matrix products: those of a linear layer, forward and with its gradients, beside other libraries'. */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { besides, inTurn, median } from './in-turn.mjs';
import { PRODUCT_SHAPES } from './measure.mjs';
import { compileProducts, nativeProducts } from './native-products.mjs';
import { findPython, runScript } from './peer.mjs';

const PRODUCTS = ['x Wᵀ', 'dy W', 'dyᵀ x'];
/** Of what the fastest of the libraries reaches. */
const WANTED = 0.85;
const SECONDS = 0.1;

export async function benchProducts(progress, { rounds, measure }) {
  const python = findPython(progress, ['numpy']);
  const folder = await mkdtemp(join(tmpdir(), 'tlc-products-'));
  try {
    const runs = await inTurn('products', sidesOf(python, folder), { rounds, measure, progress });
    return PRODUCT_SHAPES.flatMap((shape, n) => rowsOf(shape, n, runs));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function sidesOf(python, folder) {
  const flags = ['--seconds', String(SECONDS)];
  const shapes = ['--shapes', PRODUCT_SHAPES.map((shape) => shape.join('x')).join(',')];
  const peer = (library, env) => () =>
    runScript('peers/products.py', [...flags, ...shapes, '--libraries', library], python, env)[library];
  const engine = () => runScript('products.mjs', flags);
  let program;
  const native = () => {
    program ??= compileProducts(runScript('engine.mjs', []).kernels, folder);
    return nativeProducts(program, Number(process.env.TLC_THREADS) || availableParallelism(), SECONDS, PRODUCT_SHAPES);
  };
  return {
    TLC: native,
    engine,
    ...(python && {
      PyTorch: peer('PyTorch'),
      OpenBLAS: peer('OpenBLAS'),
      // It takes processors that are newer than itself for old ones
      'OpenBLAS, AVX-512': peer('OpenBLAS', { OPENBLAS_CORETYPE: 'SkylakeX' }),
    }),
  };
}

function rowsOf(shape, n, { TLC: native, engine, ...peers }) {
  const name = shape.join(' x ');
  const libraries = {
    TensorFlow: engine.map(({ products }) => products[n].tensorflow),
    ...Object.fromEntries(Object.entries(peers).map(([peer, runs]) => [peer, runs.map((run) => run[n])])),
  };
  const products = PRODUCTS.map((product, i) => {
    const figure = (run) => run[i];
    const ours = native.map((run) => run[n]);
    const speeds = Object.entries(libraries).map(([library, runs]) => [library, median(runs, figure)]);
    const [fastest] = speeds.reduce((a, b) => (b[1] > a[1] ? b : a));
    return {
      name: `${name}, ${product}`,
      value: median(ours, figure),
      unit: 'GFLOP/s',
      beside: { [fastest]: besides(ours, libraries[fastest], figure, { at_least: WANTED }) },
      libraries: speeds.map(([library, speed]) => `${library} ${Math.round(speed)}`).join(', '),
    };
  });
  const layer = {
    name: `${name}, as a layer from JavaScript`,
    value: median(engine, ({ products }) => products[n].forward),
    unit: 'GFLOP/s',
    with_gradients: median(engine, ({ products }) => products[n].both),
  };
  return [...products, layer];
}
