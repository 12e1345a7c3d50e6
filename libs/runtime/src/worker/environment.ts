const MIB = 1024 * 1024;

/** What a child process is started with; what the user has set stays.
 *
 * glibc gives large buffers back to the system after each operation and asks for them again: the MALLOC variables, read
 * only when a process starts, keep them. The small blocks that JavaScript's garbage holds then come to lie between
 * TensorFlow's large ones, which no longer fit where they were; a young generation of 1 MiB is collected in each step instead
 * of once in several, and a training holds up to a quarter less (docs/results). TLC_THREADS limits the threads of an
 * operation, on a machine that is shared. */
export function childEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const threads = env.TLC_THREADS;
  return {
    MALLOC_MMAP_THRESHOLD_: String(1024 * MIB),
    MALLOC_TRIM_THRESHOLD_: String(10 * 1024 * MIB),
    MALLOC_TOP_PAD_: String(256 * MIB),
    TF_CPP_MIN_LOG_LEVEL: '2',
    ...(threads && { TF_NUM_INTRAOP_THREADS: threads, TF_NUM_INTEROP_THREADS: '1', OMP_NUM_THREADS: threads }),
    ...env,
    NODE_OPTIONS: `--max-semi-space-size=1 ${env.NODE_OPTIONS ?? ''}`.trim(),
  };
}
