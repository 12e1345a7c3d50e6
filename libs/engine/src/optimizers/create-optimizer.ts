import type { OptimizerId } from '#costs';
import type { Variable } from '../backend.js';
import { adafactorRule, type AdafactorRule } from './adafactor/adafactor.js';
import { adamWRule, type AdamWRule } from './adamw/adamw.js';
import { lambRule } from './lamb/lamb.js';
import { muonRule, type MuonRule } from './muon/muon.js';
import type { Optimizer, OptimizerOptions } from './optimizer.js';
import { RuleOptimizer } from './rule-optimizer.js';
import type { Rule } from './rule.js';
import { sgdRule, type SgdRule } from './sgd/sgd.js';

/** Which parameters Muon moves; the others are AdamW's. */
export type IsMatrix = (name: string, shape: readonly number[]) => boolean;

export interface NamedOptimizerOptions
  extends OptimizerOptions, AdamWRule, AdafactorRule, Pick<SgdRule, 'momentum'>, Pick<MuonRule, 'scale'> {
  /** Matrices of hidden layers, for Muon; those of rank 2 when left out. */
  readonly isMatrix?: IsMatrix;
}

/**
 * @param parameters by name; `step` changes their values, and the names are those of the gradients and the state
 * @param options those that the optimiser does not have are not looked at
 */
export function createOptimizer(
  id: OptimizerId,
  parameters: ReadonlyMap<string, Variable>,
  options: NamedOptimizerOptions = {},
): Optimizer {
  return new RuleOptimizer(NAMES[id], parameters, RULES[id](options), options);
}

const NAMES: Readonly<Record<OptimizerId, string>> = {
  adamw: 'AdamW',
  lamb: 'LAMB',
  adafactor: 'Adafactor',
  sgd: 'SGD',
  muon: 'Muon',
};

type RuleOf = (name: string, shape: readonly number[]) => Rule;

const same = (rule: Rule): RuleOf => {
  return () => rule;
};

const RULES: Readonly<Record<OptimizerId, (options: NamedOptimizerOptions) => RuleOf>> = {
  adamw: (options) => same(adamWRule(options)),
  lamb: (options) => same(lambRule(options)),
  adafactor: (options) => same(adafactorRule(options)),
  sgd: (options) => same(sgdRule(options)),
  muon: ({ isMatrix = (_name, shape) => shape.length === 2, ...options }) => {
    const [matrices, others] = [muonRule(options), adamWRule(options, 'Muon')];
    return (name, shape) => (isMatrix(name, shape) ? matrices : others);
  },
};
