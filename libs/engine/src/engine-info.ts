import { cpus } from 'node:os';
import { backendPackage, tf } from './backend.js';
import { kernelSet, threads } from './kernels/addon.js';
import { processorSets, type InstructionSet } from './kernels/instruction-sets.js';

/** What computes here: part of a result's lineage, for bits are equal only where this is. */
export interface EngineInfo {
  /** the package, '@tensorflow/tfjs-node' or, without a native library, '@tensorflow/tfjs-backend-wasm' */
  readonly backend: string;
  /** version of TensorFlow.js */
  readonly tfjs: string;
  /** version of the TensorFlow library below it; 'none' in WebAssembly */
  readonly tensorflow: string;
  /** that one operation may use */
  readonly threads: number;
  /** the instruction set of the engine's own kernels; 'plain' where every operation is made of those of TensorFlow.js */
  readonly kernels: InstructionSet | 'plain';
  /** the widest of the processor's that numeric code has use for */
  readonly instructionSet: InstructionSet;
  readonly processor: string;
}

export function engineInfo(): EngineInfo {
  const { binding } = tf.backend() as unknown as { binding?: { TF_Version: string } };
  return {
    backend: backendPackage,
    tfjs: tf.version.tfjs,
    tensorflow: binding?.TF_Version ?? 'none',
    threads: binding ? threads : 1,
    kernels: kernelSet ?? 'plain',
    instructionSet: processorSets()[0],
    processor: cpus()[0]?.model.trim() ?? process.arch,
  };
}
