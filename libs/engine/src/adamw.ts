import { tf, type Tensor, type Variable } from './backend.js';
import { checkedNumber, refuse, sizesOf } from './door.js';
import * as kernels from './kernels/adamw.js';
import { kernelsServe } from './kernels/run.js';
import * as plain from './plain/adamw.js';
import { privateCopy, zeros } from './private-memory.js';

export interface AdamWOptions {
  /** decay of the mean of gradients; 0.9 when left out */
  readonly beta1?: number;
  /** decay of the mean of squared gradients; 0.999 when left out */
  readonly beta2?: number;
  /** added to the root of the mean of squares; 1e-8 when left out */
  readonly epsilon?: number;
  /** 0.01 when left out */
  readonly weightDecay?: number;
  /** which parameters decay; those of rank 2 or more when left out, so not biases and the gains of norms */
  readonly decays?: (name: string, shape: readonly number[]) => boolean;
  /** the global norm that gradients are scaled down to where theirs is larger; Infinity when left out */
  readonly clipNorm?: number;
}

/**
 * Adam with decoupled weight decay: Kingma and Ba, 2014, arXiv 1412.6980; Loshchilov and Hutter, 2017,
 * arXiv 1711.05101. Bias correction, the place of epsilon and clipping are PyTorch's (`AdamW`, `clip_grad_norm_`):
 *
 *     g ← g · min(1, clipNorm / (‖all g‖ + 1e-6))
 *     m ← β₁ m + (1 − β₁) g,   v ← β₂ v + (1 − β₂) g²
 *     θ ← θ (1 − lr · decay) − lr · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 */
export class AdamW {
  private readonly options: Required<AdamWOptions>;
  private readonly moments = new Map<string, { mean: Tensor; square: Tensor }>();
  private steps = 0;

  /** @param parameters by name; `step` changes their values, and the names are those of the gradients and the state */
  constructor(
    private readonly parameters: ReadonlyMap<string, Variable>,
    options: AdamWOptions = {},
  ) {
    this.options = {
      beta1: checkedNumber('AdamW', 'beta1', options.beta1 ?? 0.9, 0, 1),
      beta2: checkedNumber('AdamW', 'beta2', options.beta2 ?? 0.999, 0, 1),
      epsilon: checkedNumber('AdamW', 'epsilon', options.epsilon ?? 1e-8, 0),
      weightDecay: checkedNumber('AdamW', 'weightDecay', options.weightDecay ?? 0.01, 0),
      decays: options.decays ?? ((_name, shape) => shape.length >= 2),
      clipNorm: options.clipNorm ?? Infinity,
    };
    for (const [name, { shape }] of parameters) {
      this.moments.set(name, { mean: tf.keep(zeros(shape)), square: tf.keep(zeros(shape)) });
    }
  }

  /** Steps done so far. */
  get stepCount(): number {
    return this.steps;
  }

  /**
   * Moves every parameter by one step. The gradients stay the caller's to dispose.
   *
   * @param gradients one for each parameter, of its shape
   * @param learningRate of this step
   * @returns the global norm of the gradients before clipping; NaN or infinite when one of them is, and the parameters
   * are then not worth keeping
   * @throws ENGINE_WRONG_SHAPE before anything has changed
   */
  step(gradients: ReadonlyMap<string, Tensor>, learningRate: number): { gradientNorm: number } {
    checkedNumber('AdamW', 'learningRate', learningRate, 0);
    for (const [name, { shape }] of this.parameters) {
      const gradient = gradients.get(name);
      if (!gradient) refuse('AdamW', `there is no gradient of ${name}`);
      sizesOf('AdamW', { [name]: [gradient, shape] });
    }
    this.steps++;
    const { beta1, beta2, epsilon, weightDecay, decays, clipNorm } = this.options;
    // θ − lr (m / c₁) / (√v / √c₂ + ε), with numerator and denominator multiplied by √c₂
    const root = Math.sqrt(1 - beta2 ** this.steps);
    const rate = (learningRate * root) / (1 - beta1 ** this.steps);
    const decay = 1 - learningRate * weightDecay;
    const trained = [...this.parameters].map(([name, parameter]) => ({
      parameter,
      gradient: gradients.get(name)!,
      moments: this.moments.get(name)!,
      decays: weightDecay > 0 && decays(name, parameter.shape),
    }));
    const { update } = kernelsServe() ? kernels : plain;
    return { gradientNorm: update(trained, { beta1, beta2, rate, epsilon: epsilon * root, decay, clipNorm }) };
  }

  /**
   * All that a checkpoint needs beside the parameters, in PyTorch's names: `step` (int32, []), and `exp_avg.NAME` and
   * `exp_avg_sq.NAME` in the shape of each parameter. Later steps do not change them; they are the caller's to dispose.
   */
  state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>([['step', tf.scalar(this.steps, 'int32')]]);
    for (const [name, { mean, square }] of this.moments) {
      state.set(`exp_avg.${name}`, tf.clone(mean)).set(`exp_avg_sq.${name}`, tf.clone(square));
    }
    return state;
  }

  /**
   * Goes on from what `state` returned. The tensors are copied and stay the caller's.
   *
   * @throws ENGINE_WRONG_SHAPE when one is missing or has another shape, before anything has changed
   */
  restore(state: ReadonlyMap<string, Tensor>): void {
    const stored = (name: string, shape: readonly number[]) => {
      const tensor = state.get(name);
      if (!tensor) refuse('AdamW', `the state has no ${name}`);
      sizesOf('AdamW', { [name]: [tensor, shape] });
      return tensor;
    };
    const steps = state.get('step');
    if (!steps) refuse('AdamW', 'the state has no step');
    const restored = [...this.parameters].map(([name, { shape }]) => {
      return { name, mean: stored(`exp_avg.${name}`, shape), square: stored(`exp_avg_sq.${name}`, shape) };
    });
    this.steps = steps.dataSync()[0];
    this.dispose();
    for (const { name, mean, square } of restored) {
      this.moments.set(name, { mean: tf.keep(privateCopy(mean)), square: tf.keep(privateCopy(square)) });
    }
  }

  /** Frees the moments. The parameters stay. */
  dispose(): void {
    for (const { mean, square } of this.moments.values()) tf.dispose([mean, square]);
    this.moments.clear();
  }
}
