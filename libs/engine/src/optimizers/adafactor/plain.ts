import { tf, type Tensor } from '../../backend.js';
import { replace } from '../replace.js';
import type { Step, Trained } from '../rule.js';
import { EPSILON, keepOf, LEAST_SCALE, rateOf, type Settings } from './settings.js';

export function update(trained: readonly Trained[], { number, clip }: Step, settings: Settings): void {
  const keep = keepOf(number);
  for (const each of trained) {
    tf.tidy(() => {
      const { parameter, decay } = each;
      const gradient = tf.mul(each.gradient, clip);
      const { scale, kept } = secondMoment(each, gradient, keep);
      const raw = tf.mul(gradient, scale);
      const move = tf.div(raw, tf.maximum(1, rms(raw)));
      const rate = rateOf(settings, each.rate, number);
      const own: Tensor = settings.scaleParameter
        ? tf.mul(tf.maximum(LEAST_SCALE, rms(parameter)), rate)
        : tf.scalar(rate);
      const left = decay > 0 ? tf.mul(parameter, tf.sub(1, tf.mul(own, decay))) : parameter;
      replace(each, tf.sub(left, tf.mul(move, own)), kept);
    });
  }
}

const rms = (x: Tensor): Tensor => tf.sqrt(tf.mean(tf.square(x)));

interface SecondMoment {
  /** One over its root. */
  readonly scale: Tensor;
  readonly kept: Readonly<Record<string, Tensor>>;
}

function secondMoment({ slots }: Trained, gradient: Tensor, keep: number): SecondMoment {
  const square = tf.add(tf.square(gradient), EPSILON);
  const next = (slot: Tensor, value: Tensor): Tensor => tf.add(tf.mul(slot, keep), tf.mul(value, 1 - keep));
  if (slots.exp_avg_sq) {
    const all = next(slots.exp_avg_sq, square);
    return { scale: tf.rsqrt(all), kept: { exp_avg_sq: all } };
  }
  const rows = next(slots.exp_avg_sq_row, tf.mean(square, 1));
  const columns = next(slots.exp_avg_sq_col, tf.mean(square, 0));
  const ofRows = tf.rsqrt(tf.div(rows, tf.mean(rows)));
  const scale = tf.mul(tf.expandDims(ofRows, 1), tf.expandDims(tf.rsqrt(columns), 0));
  return { scale, kept: { exp_avg_sq_row: rows, exp_avg_sq_col: columns } };
}
