/** The largest BERT that trains on this machine: shapes that grow, until the prediction or the machine refuses one. */
import { measuredTraining } from './measured-training.mjs';

/** BERT-large, then wider and deeper ones; heads of 64 columns. */
const SHAPES = [
  [24, 1024],
  [24, 1536],
  [24, 2048],
  [28, 2048],
];

export async function benchLargestModel(progress) {
  const rows = [];
  for (const [layers, hidden] of SHAPES) {
    progress(`${layers} x ${hidden}`);
    const shape = { layers, hidden, heads: hidden / 64, vocabulary: 30_522, batch: 1, length: 512, steps: 2 };
    // A checkpoint, written a tensor at a time, adds nothing to the peak; of these it would fill a disk
    const run = await measuredTraining({ ...shape, checkpointing: true, checkpoints: false });
    const { refused, peak_mb: value, predicted_mb, error, parameters, tokens_per_second } = run;
    const figures = refused ? { refused } : { value, predicted_mb, error, parameters, tokens_per_second };
    rows.push({ name: `BERT ${layers} x ${hidden}, 1x512`, unit: 'MB', ...figures });
    if (refused) break;
  }
  return rows;
}
