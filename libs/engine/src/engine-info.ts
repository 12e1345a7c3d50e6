import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { backendPackage, tf } from './backend.js';

/** What computes here: part of a result's lineage, for bits are equal only where this is. */
export interface EngineInfo {
  /** the package, '@tensorflow/tfjs-node' or '@tensorflow/tfjs-node-gpu' */
  readonly backend: string;
  /** version of TensorFlow.js */
  readonly tfjs: string;
  /** version of the TensorFlow library below it */
  readonly tensorflow: string;
  /** that one operation may use */
  readonly threads: number;
  /** 'plain': every operation is made of those of TensorFlow.js */
  readonly kernels: 'plain';
  /** the widest of the processor's that numeric code has use for */
  readonly instructionSet: 'avx512' | 'avx2' | 'neon' | 'baseline';
  readonly processor: string;
}

function instructionSet(): EngineInfo['instructionSet'] {
  if (process.arch === 'arm64') return 'neon';
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1].split(' ') ?? [];
    if (flags.includes('avx512f')) return 'avx512';
    return flags.includes('avx2') ? 'avx2' : 'baseline';
  } catch {
    return 'baseline';
  }
}

export function engineInfo(): EngineInfo {
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } };
  return {
    backend: backendPackage,
    tfjs: tf.version.tfjs,
    tensorflow: binding.TF_Version,
    threads: Number(process.env.TF_NUM_INTRAOP_THREADS) || availableParallelism(),
    kernels: 'plain',
    instructionSet: instructionSet(),
    processor: cpus()[0]?.model.trim() ?? process.arch,
  };
}
