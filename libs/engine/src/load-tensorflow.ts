import util from 'node:util';
import { TlcError } from '#contracts';
import { loadWasm, WASM_PACKAGE } from './wasm/load-wasm.js';
import { tellOfWasm } from './wasm/notice.js';

type TensorFlow = typeof import('@tensorflow/tfjs-node');

/** TensorFlow.js and the package that computes for it. */
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

/** TensorFlow puts tensors on a GPU that it sees. The kernels know the processor's memory alone, and write in place: a training
 * would learn nothing, and say nothing of it. */
function hideGpus(): void {
  for (const variable of ['CUDA_VISIBLE_DEVICES', 'HIP_VISIBLE_DEVICES']) process.env[variable] = '-1';
}

/**
 * Loads the first of the packages that is installed and works; without one, the WASM back end, with a notice.
 *
 * @param wanted TLC_ENGINE: `native` asks for one of the packages, `wasm` for none of them
 * @throws ENGINE_MISSING with what each of them lacks; ENGINE_UNKNOWN when `wanted` is something else
 */
export async function loadTensorFlow(
  packages: readonly string[],
  wanted = process.env.TLC_ENGINE || undefined,
): Promise<LoadedTensorFlow> {
  if (wanted !== undefined && wanted !== 'native' && wanted !== 'wasm') {
    throw new TlcError('ENGINE_UNKNOWN', `TLC_ENGINE is ${wanted}; it may be native or wasm.`);
  }
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  hideGpus();
  restoreRemovedFunctions();
  const failures: string[] = [];
  let cause: unknown;
  for (const name of wanted === 'wasm' ? [] : packages) {
    try {
      const loaded = (await import(name)) as TensorFlow & { default?: TensorFlow };
      return { tf: loaded.default ?? loaded, name };
    } catch (error) {
      cause = error;
      failures.push(`${name}: ${firstLine(error)}`);
    }
  }
  if (wanted !== 'native') {
    try {
      const tf = (await loadWasm()) as unknown as TensorFlow;
      tellOfWasm(failures.at(-1));
      return { tf, name: WASM_PACKAGE };
    } catch (error) {
      cause ??= error;
      failures.push(`${WASM_PACKAGE}: ${firstLine(error)}`);
    }
  }
  throw new TlcError('ENGINE_MISSING', `TensorFlow cannot be loaded. ${failures.join(' ')}`, {
    cause,
    details: { failures },
  });
}

const firstLine = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n', 1)[0].trim();
