/** What the benchmarks of a training step share: its variables, its time and what they tell of it. */
import { peakMemory, processorMs, summary } from './measure.mjs';

const { AdamW, privateCopy, tf, valueAndGradients, withPrecision } = await import(
  new URL('../../dist/libs/engine/src/index.js', import.meta.url).href
);

/** A variable with memory of its own, so that the optimizer works in place from the first step on. */
export function variableOf(value) {
  const copy = privateCopy(value);
  const variable = tf.variable(copy);
  copy.dispose();
  return variable;
}

/**
 * Trains for three steps and then for `seconds`, by AdamW.
 *
 * @param {Map<string, any>} variables
 * @param {(step: number) => any} loss scalar of step 1, 2, …
 * @param {{ seconds: number, tokens: number, precision?: string }} how `tokens` of a step
 */
export function timeSteps(variables, loss, { seconds, tokens, precision = 'float32' }) {
  const optimizer = new AdamW(variables, { beta2: 0.98, weightDecay: 0 });
  let step = 0;
  const trainingStep = () => {
    step++;
    const { gradients } = withPrecision(precision, () => valueAndGradients(() => loss(step), variables));
    optimizer.step(gradients, 1e-4);
    tf.dispose([...gradients.values()]);
  };
  for (let warmup = 0; warmup < 3; warmup++) trainingStep();
  const times = [];
  const processor = processorMs();
  const end = performance.now() + 1000 * seconds;
  while (times.length < 5 || performance.now() < end) {
    const start = performance.now();
    trainingStep();
    times.push(performance.now() - start);
  }
  const processorTime = (processorMs() - processor) / times.length;
  const figures = summary(times);
  return {
    ...figures,
    processor_ms: Math.round(processorTime),
    tokens_per_second: Math.round((1000 * tokens) / figures.median_ms),
    peak_memory_mb: peakMemory(),
  };
}
