import { readFileSync } from 'node:fs';

/** Shapes of the training benchmarks, those of Turc et al. 2019 (arXiv 1908.08962) with a vocabulary of 8,000. */
export const SHAPES = {
  'bert-mini': { layers: 4, hidden: 256, heads: 4, ffn: 1024, vocab: 8000 },
  'bert-small': { layers: 4, hidden: 512, heads: 8, ffn: 2048, vocab: 8000 },
  'bert-medium': { layers: 8, hidden: 512, heads: 8, ffn: 2048, vocab: 8000 },
};

/** Rows, inputs and outputs of products: the layers of bert-mini to bert-base, and a head over 8,000 words. */
export const PRODUCT_SHAPES = [
  [2048, 256, 256],
  [2048, 256, 768],
  [2048, 256, 1024],
  [2048, 1024, 256],
  [2048, 512, 512],
  [2048, 512, 2048],
  [2048, 2048, 512],
  [2048, 768, 768],
  [2048, 768, 3072],
  [2048, 3072, 768],
  [307, 256, 8000],
];

/** The value below which a share of the sorted numbers lies. */
export function quantile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
}

const rounded = (ms) => Math.round(1000 * ms) / 1000;

/** Median, least and 95th percentile of times in milliseconds. */
export function summary(times) {
  return {
    median_ms: rounded(quantile(times, 0.5)),
    min_ms: rounded(quantile(times, 0)),
    p95_ms: rounded(quantile(times, 0.95)),
    runs: times.length,
  };
}

/** Processor time of this process so far, all its threads together, in milliseconds: on a machine that others use, too, it says
 * more than a clock. */
export function processorMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Most memory this process has held, in MB (Linux), or NaN. */
export function peakMemory(pid = 'self') {
  return memoryOf('VmHWM', pid);
}

/** Memory that a process holds now, in MB (Linux), or NaN. */
export function residentMemory(pid = 'self') {
  return memoryOf('VmRSS', pid);
}

function memoryOf(key, pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Math.round(Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)[1]) / 1000);
  } catch {
    return NaN;
  }
}
