import { NOTICE } from '#contracts';

/**
 * Says once in a process, as a warning of Node's (on stderr, or to whoever listens for them), that WebAssembly computes.
 *
 * @param failure why the native library does not; undefined where it was not asked to
 */
export function tellOfWasm(failure: string | undefined): void {
  const why = failure ? `TensorFlow's native library does not load (${failure})` : 'TLC_ENGINE asks for it';
  const mend = failure
    ? 'Run set-up again (npm start), with a C++ compiler; docs/setup.md lists each way to supply the library. ' +
      'TLC_ENGINE=native makes this an error.'
    : 'Unset TLC_ENGINE for the native library.';
  process.emitWarning(
    `WebAssembly computes, on one thread: ${why}. Results are the same within rounding, but inference and training take ` +
      `some 5 to 15 times as long as the engine's kernels on two cores. ${mend}`,
    { type: NOTICE, code: 'ENGINE_WASM' },
  );
}
