import type { ErrorEntry } from './entry.js';

/** Errors of the engine and of training. */
export const TRAINING_ERRORS = {
  ENGINE_MISSING: {
    why: 'Neither the TensorFlow library nor its replacement in WebAssembly can be loaded.',
    fix: 'Run set-up again (`npm start`); docs/setup.md lists each way to supply the library.',
  },
  ENGINE_UNKNOWN: {
    why: 'TLC_ENGINE names something other than the two that can compute.',
    fix: 'Set it to `native` or `wasm`, or unset it: then the native library serves, and WebAssembly where there is none.',
  },
  ENGINE_WRONG_SHAPE: {
    why: 'An operation of the engine was called with shapes or types that do not fit together.',
    fix: 'A defect of the caller: the message names the operation and the shapes.',
  },
  ENGINE_KERNELS: {
    why: 'TLC_KERNELS names kernels that were not built or that this processor cannot run; or those that are there were built from other sources, or have more operations than there are places for.',
    fix: 'Name one of those that the message lists, or unset TLC_KERNELS; a C++ compiler lets set-up build the others. After a change of sources set up again, by `npm run tlc -- doctor` for instance.',
  },
  ENGINE_PRECISION: {
    why: 'The precision that was asked for cannot be computed here.',
    fix: 'Leave `precision` out (float32), or train on a processor with AVX512_BF16, with kernels for avx512 built by g++ 10 or newer; `tlc doctor` says what is there.',
  },
  ENGINE_NOT_POSITIVE_DEFINITE: {
    why: 'A matrix that is to be inverted is not positive definite: what it was summed over depends linearly.',
    fix: 'Raise `dampening`, or look at more `sentences`.',
  },
  TRAINING_DIVERGED: {
    why: 'The loss of training is not a finite number.',
    fix: 'Lower the learning rate, lengthen the warm-up, or clip gradients harder.',
  },
  CHECKPOINT_MISSING: {
    why: 'A training ended before it came to the time at which a model was to be kept.',
    fix: 'Name an earlier time in `checkpoints`, or let it train for longer; patience may have ended it.',
  },
  CHECKPOINT_INVALID: {
    why: 'A checkpoint cannot be read or belongs to another training.',
    fix: 'Remove the work folder named; training then starts from its beginning.',
  },
} as const satisfies Record<string, ErrorEntry>;
