/** What glibc and TensorFlow read at a process's start: docs/setup.md says why each is set. */
const SETTINGS = {
  TF_CPP_MIN_LOG_LEVEL: '2',
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(10 * 2 ** 30),
  MALLOC_TOP_PAD_: String(256 * 2 ** 20),
};

/** The environment of the command that follows set-up; what the user has set stays. @param {NodeJS.ProcessEnv} env */
export function commandEnvironment(env) {
  return { ...SETTINGS, ...env };
}
