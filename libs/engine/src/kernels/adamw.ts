import { tf, type DataType, type Tensor } from '../backend.js';
import type { Trained, Update } from '../plain/adamw.js';
import { copy, isOwn } from './memory.js';
import { int, run } from './run.js';

function privately(tensor: Tensor): Tensor {
  if (isOwn(tensor)) return tensor;
  const made = tf.keep(copy(tensor));
  tensor.dispose();
  return made;
}

/** As the plain one, in one call and in place. */
export function update(trained: readonly Trained[], step: Update): number {
  const norm = tf.tidy(() => {
    for (const { parameter, moments } of trained) {
      if (!isOwn(parameter)) parameter.assign(copy<Tensor>(parameter));
      moments.mean = privately(moments.mean);
      moments.square = privately(moments.square);
    }
    const { beta1, beta2, rate, epsilon, decay, clipNorm } = step;
    const settings = tf.tensor1d([beta1, 1 - beta1, beta2, 1 - beta2, rate, epsilon, clipNorm]);
    const decays = tf.tensor1d(trained.map((each) => (each.decays ? decay : 1)));
    const lists = [
      trained.map(({ parameter }) => parameter as Tensor),
      trained.map(({ gradient }) => gradient),
      trained.map(({ moments }) => moments.mean),
      trained.map(({ moments }) => moments.square),
    ];
    return run('TlcAdamW', [settings, decays, ...lists.flat()], 1, [int('N', trained.length)])[0];
  });
  const [value] = norm.dataSync<DataType & 'float32'>();
  norm.dispose();
  return value;
}
