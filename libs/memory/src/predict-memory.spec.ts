import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';

const script = fileURLToPath(new URL('../../../tools/bench/training-memory.mjs', import.meta.url));
/** Linux tells the most that a process has held. */
const itWhereMeasured = existsSync('/proc/self/status') ? it : it.skip;

/** As a service starts the process of a job: libs/runtime/src/worker/environment.ts. */
const env = {
  ...process.env,
  NODE_OPTIONS: '--max-semi-space-size=1',
  TF_CPP_MIN_LOG_LEVEL: '2',
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(10 * 2 ** 30),
  MALLOC_TOP_PAD_: String(2 ** 28),
};

itWhereMeasured.each([
  ['masked LM', { layers: 4, hidden: 256, heads: 4, batch: 32, length: 64 }],
  [
    'classification with checkpointing and the best weights kept',
    { layers: 8, hidden: 384, heads: 6, batch: 16, length: 128, objective: 'task', keep: 'best', checkpointing: true },
  ],
  [
    'reversible layers',
    {
      layers: 8,
      hidden: 256,
      heads: 4,
      batch: 32,
      length: 64,
      steps: 2,
      architecture: { family: 'roberta-prelayernorm', reversible: true },
    },
  ],
  ['accumulated gradients', { layers: 2, hidden: 512, heads: 8, batch: 16, length: 128, accumulate: 2, steps: 2 }],
])('the memory of training is foretold within 15 %: %s', (_, shape) => {
  const output = execFileSync(process.execPath, [script, JSON.stringify(shape)], { encoding: 'utf8', env });
  const { predicted_mb: predicted, peak_mb: peak } = JSON.parse(output) as Record<string, number>;
  expect(Math.abs(predicted / peak - 1)).toBeLessThan(0.15);
});
