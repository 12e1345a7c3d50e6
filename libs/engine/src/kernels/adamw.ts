import { tf, type DataType, type Tensor } from '../backend.js';
import type { Trained, Update } from '../plain/adamw.js';
import { int, run } from './run.js';

interface Memory {
  refCount(data: object): number;
}

/** Memory that `TlcCopy` made and that nothing else was given. */
const own = new WeakSet<object>();

/**
 * Whether a tensor's memory is its own, so that it may be written to. That of a tensor made of a typed array is JavaScript's, and that of
 * one that was cloned or reshaped since the last step is somebody else's as well, a checkpoint's for instance.
 */
const isOwn = ({ dataId }: Tensor) => own.has(dataId) && (tf.backend() as unknown as Memory).refCount(dataId) === 1;

function copy(tensor: Tensor): Tensor {
  const [made] = run('TlcCopy', [tensor], 1);
  own.add(made.dataId);
  return made;
}

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
      if (!isOwn(parameter)) parameter.assign(copy(parameter) as Tensor<typeof parameter.rankType>);
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
