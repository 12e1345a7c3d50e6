import { tf, type Tensor, type Variable } from '../backend.js';
import { globalNorm } from '../global-norm.js';

/** A parameter in a step, all of one shape. */
export interface Trained {
  readonly parameter: Variable;
  readonly gradient: Tensor;
  /** replaced or changed by the step */
  readonly moments: { mean: Tensor; square: Tensor };
  readonly decays: boolean;
}

/** What the parameters of a step have in common. */
export interface Update {
  readonly beta1: number;
  readonly beta2: number;
  /** lr · √(1 − β₂ᵗ) / (1 − β₁ᵗ), and ε · √(1 − β₂ᵗ): so that the moments need no correction of their own */
  readonly rate: number;
  readonly epsilon: number;
  /** 1 − lr · decay */
  readonly decay: number;
  readonly clipNorm: number;
}

/** PyTorch's clip_grad_norm_ adds this to the norm that it divides by. */
const CLIP_EPSILON = 1e-6;

/** Moves parameters and moments by one step. @returns the global norm of the gradients before clipping */
export function update(trained: readonly Trained[], { beta1, beta2, clipNorm, ...step }: Update): number {
  const norm = globalNorm(trained.map(({ gradient }) => gradient));
  const clip = Math.min(1, clipNorm / (norm + CLIP_EPSILON));
  tf.tidy(() => {
    const [rate, epsilon, decay] = [step.rate, step.epsilon, step.decay].map((value) => tf.scalar(value));
    const [keepMean, keepSquare] = [tf.scalar(beta1), tf.scalar(beta2)];
    const [addMean, addSquare] = [tf.scalar((1 - beta1) * clip), tf.scalar((1 - beta2) * clip * clip)];
    for (const { parameter, gradient, moments, decays } of trained) {
      tf.tidy(() => {
        const mean = tf.add(tf.mul(moments.mean, keepMean), tf.mul(gradient, addMean));
        const square = tf.add(tf.mul(moments.square, keepSquare), tf.mul(tf.square(gradient), addSquare));
        const move = tf.mul(tf.div(mean, tf.add(tf.sqrt(square), epsilon)), rate);
        parameter.assign(tf.sub(decays ? tf.mul(parameter, decay) : parameter, move));
        tf.dispose([moments.mean, moments.square]);
        moments.mean = tf.keep(mean);
        moments.square = tf.keep(square);
      });
    }
  });
  return norm;
}
