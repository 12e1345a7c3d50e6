import util from 'node:util';
import { TlcError } from '#contracts';

type TensorFlow = typeof import('@tensorflow/tfjs-node');

/** TensorFlow.js and the package that its native library came from. */
export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  readonly name: string;
}

/** tfjs-node 4.22 calls two functions of Node's `util` module that Node 22 and 23 deprecate and remove. */
function restoreRemovedFunctions(): void {
  Object.assign(util, {
    isArray: Array.isArray,
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
  });
}

/**
 * Loads the first of the packages that is installed and works.
 *
 * @throws ENGINE_MISSING with what each of them lacks
 */
export async function loadTensorFlow(packages: readonly string[]): Promise<LoadedTensorFlow> {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  restoreRemovedFunctions();
  const failures: string[] = [];
  let cause: unknown;
  for (const name of packages) {
    try {
      const loaded = (await import(name)) as TensorFlow & { default?: TensorFlow };
      return { tf: loaded.default ?? loaded, name };
    } catch (error) {
      cause = error;
      failures.push(`${name}: ${(error instanceof Error ? error.message : String(error)).split('\n', 1)[0].trim()}`);
    }
  }
  throw new TlcError('ENGINE_MISSING', `TensorFlow cannot be loaded. ${failures.join(' ')}`, {
    cause,
    details: { failures },
  });
}
