import { TlcError } from '#contracts';

export type {
  DataType,
  Rank,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorContainer,
  Variable,
} from '@tensorflow/tfjs-node';

type TensorFlow = typeof import('@tensorflow/tfjs-node');

/** The packages that carry TensorFlow, the fastest first. Both are the same source over different builds of it. */
const PACKAGES = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;

async function load(): Promise<{ name: (typeof PACKAGES)[number]; tf: TensorFlow }> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  const failures: string[] = [];
  let cause: unknown;
  for (const name of PACKAGES) {
    try {
      const loaded = (await import(name)) as TensorFlow & { default?: TensorFlow };
      return { name, tf: loaded.default ?? loaded };
    } catch (error) {
      cause = error;
      failures.push(`${name}: ${String((error as Error).message ?? error).split('\n', 1)[0]}`);
    }
  }
  throw new TlcError('ENGINE_MISSING', `TensorFlow cannot be loaded. ${failures.join(' ')}`, {
    cause,
    details: { failures },
  });
}

const loaded = await load();

/** The package behind `tf`. */
export const backendPackage = loaded.name;

/** TensorFlow.js on the native library: all its tensors and operations, all eager and differentiable. */
export const tf = loaded.tf;
