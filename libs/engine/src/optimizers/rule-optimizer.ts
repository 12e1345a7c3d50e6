import { tf, type Tensor, type Variable } from '../backend.js';
import { checkedNumber, refuse, sizesOf } from '../shape-checks.js';
import { globalNorm } from '../global-norm.js';
import { privateCopy, zeros } from '../private-memory.js';
import type { Optimizer, OptimizerOptions } from './optimizer.js';
import type { Rule, Trained } from './rule.js';

/** PyTorch's clip_grad_norm_ adds this to the norm that it divides by. */
const CLIP_EPSILON = 1e-6;

interface Own {
  readonly name: string;
  readonly parameter: Variable;
  readonly rule: Rule;
  slots: Record<string, Tensor>;
}

/** An optimiser that moves each parameter by a rule. */
export class RuleOptimizer implements Optimizer {
  private readonly options: Required<OptimizerOptions>;
  private readonly all: readonly Own[];
  private steps = 0;

  /**
   * @param id what errors call it
   * @param parameters by name; `step` changes their values, and the names are those of the gradients and the state
   * @param ruleOf the rule of a parameter: the same object for all that it moves
   */
  constructor(
    private readonly id: string,
    parameters: ReadonlyMap<string, Variable>,
    ruleOf: (name: string, shape: readonly number[]) => Rule,
    options: OptimizerOptions = {},
  ) {
    this.options = {
      weightDecay: checkedNumber(id, 'weightDecay', options.weightDecay ?? 0.01, 0),
      decays: options.decays ?? ((_name, shape) => shape.length >= 2),
      rateOf: options.rateOf ?? (() => 1),
      clipNorm: options.clipNorm ?? Infinity,
    };
    this.all = [...parameters].map(([name, parameter]) => {
      const rule = ruleOf(name, parameter.shape);
      const shapes = Object.entries(rule.slots(parameter.shape));
      const slots = Object.fromEntries(shapes.map(([slot, shape]) => [slot, tf.keep(zeros(shape))]));
      return { name, parameter, rule, slots };
    });
  }

  get stepCount(): number {
    return this.steps;
  }

  step(gradients: ReadonlyMap<string, Tensor>, learningRate: number): { gradientNorm: number } {
    checkedNumber(this.id, 'learningRate', learningRate, 0);
    const given = this.all.map(({ name, parameter: { shape } }) => {
      const gradient = gradients.get(name);
      if (!gradient) refuse(this.id, `there is no gradient of ${name}`);
      sizesOf(this.id, { [name]: [gradient, shape] });
      return gradient;
    });
    const gradientNorm = globalNorm(given);
    if (!Number.isFinite(gradientNorm)) return { gradientNorm };
    this.steps++;
    const { weightDecay, decays, rateOf, clipNorm } = this.options;
    const byRule = new Map<Rule, Trained[]>();
    this.all.forEach(({ name, parameter, rule, slots }, i) => {
      const decay = decays(name, parameter.shape) ? weightDecay : 0;
      const trained = { parameter, gradient: given[i], slots, rate: learningRate * rateOf(name), decay };
      byRule.set(rule, [...(byRule.get(rule) ?? []), trained]);
    });
    const clip = Math.min(1, clipNorm / (gradientNorm + CLIP_EPSILON));
    for (const [rule, trained] of byRule) rule.update(trained, { number: this.steps, clip });
    return { gradientNorm };
  }

  restart(name: string, mask: Tensor): void {
    const own = this.all.find((each) => each.name === name);
    if (!own) refuse(this.id, `there is no parameter ${name}`);
    const { parameter, slots } = own;
    sizesOf(this.id, { [`the mask of ${name}`]: [mask, parameter.shape] });
    const left = <T extends Tensor>(tensor: T) => tf.where(tf.notEqual(mask, 0), tensor, tf.zerosLike(tensor)) as T;
    tf.tidy(() => {
      parameter.assign(left<Tensor>(parameter));
      for (const [slot, tensor] of Object.entries(slots)) {
        if (tensor.shape.join() !== parameter.shape.join()) continue;
        slots[slot] = tf.keep(left(tensor));
        tensor.dispose();
      }
    });
  }

  state(): Map<string, Tensor> {
    const state = new Map<string, Tensor>([['step', tf.scalar(this.steps, 'int32')]]);
    for (const { name, slots } of this.all) {
      for (const [slot, tensor] of Object.entries(slots)) state.set(`${slot}.${name}`, tf.clone(tensor));
    }
    return state;
  }

  restore(state: ReadonlyMap<string, Tensor>): void {
    const steps = state.get('step');
    if (!steps) refuse(this.id, 'the state has no step');
    const restored = this.all.map(({ name, parameter, rule }) =>
      Object.entries(rule.slots(parameter.shape)).map(([slot, shape]): [string, Tensor] => {
        const key = `${slot}.${name}`;
        const tensor = state.get(key);
        if (!tensor) refuse(this.id, `the state has no ${key}`);
        sizesOf(this.id, { [key]: [tensor, shape] });
        return [slot, tensor];
      }),
    );
    this.steps = steps.dataSync()[0];
    this.dispose();
    this.all.forEach((own, i) => {
      own.slots = Object.fromEntries(restored[i].map(([slot, tensor]) => [slot, tf.keep(privateCopy(tensor))]));
    });
  }

  dispose(): void {
    for (const own of this.all) {
      tf.dispose(own.slots);
      own.slots = {};
    }
  }
}
