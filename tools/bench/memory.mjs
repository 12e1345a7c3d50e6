/** Memory of training: what is predicted from shapes, and the most that a process has held that really trains. */
import { measuredTraining } from './measured-training.mjs';

const TINY = { layers: 2, hidden: 128, heads: 2 };
const MINI = { layers: 4, hidden: 256, heads: 4 };
const SMALL = { layers: 4, hidden: 512, heads: 8 };
const MEDIUM = { layers: 8, hidden: 512, heads: 8 };
const BASE = { layers: 12, hidden: 768, heads: 12, vocabulary: 30_522 };
const TASK = { objective: 'task' };

const CASES = [
  ['bert-tiny', { ...TINY, batch: 32, length: 64 }],
  ['bert-mini', { ...MINI, batch: 32, length: 64 }],
  ['bert-mini', { ...MINI, batch: 8, length: 512, checkpointing: true }],
  ['bert-mini', { ...MINI, ...TASK, batch: 64, length: 32 }],
  ['bert-small', { ...SMALL, batch: 32, length: 64 }],
  ['bert-small', { ...SMALL, batch: 64, length: 128 }],
  ['bert-small', { ...SMALL, batch: 64, length: 128, checkpointing: true }],
  ['bert-small', { ...SMALL, ...TASK, batch: 8, length: 128, accumulate: 4, keep: 'best' }],
  ['bert-medium', { ...MEDIUM, batch: 32, length: 64 }],
  ['bert-medium', { ...MEDIUM, ...TASK, batch: 16, length: 512, checkpointing: true }],
  ['bert-medium', { ...MEDIUM, batch: 16, length: 128, accumulate: 2 }],
  ['bert-base', { ...BASE, batch: 8, length: 128 }],
  ['bert-base', { ...BASE, ...TASK, batch: 32, length: 128, checkpointing: true }],
];

export async function benchMemory(progress) {
  const rows = [];
  for (const [model, shape] of CASES) {
    const name = caseName(model, shape);
    progress(name);
    const { refused, peak_mb: value, predicted_mb, error, tokens_per_second } = await measuredTraining(shape);
    if (refused) throw new Error(`${name}: ${refused}`);
    rows.push({ name, value, unit: 'MB', predicted_mb, error, tokens_per_second });
  }
  return rows;
}

function caseName(model, { objective, batch, length, accumulate = 1, checkpointing, keep }) {
  const more = [
    objective === 'task' ? 'classification' : 'masked LM',
    ...(accumulate > 1 ? [`${accumulate} batches an update`] : []),
    ...(checkpointing ? ['checkpointing'] : []),
    ...(keep === 'best' ? ['keeps the best'] : []),
  ];
  return `${model} ${batch}x${length}, ${more.join(', ')}`;
}
