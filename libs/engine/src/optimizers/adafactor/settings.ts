export interface Settings {
  readonly scaleParameter: boolean;
  readonly relativeStep: boolean;
}

/** Added to squared gradients, and the least root mean square that a parameter counts with (ε₁ and ε₂ of the paper). */
export const EPSILON = 1e-30;
export const LEAST_SCALE = 1e-3;

/** The decay of the means of squared gradients in a step: section 7.2. */
export const keepOf = (step: number): number => 1 - step ** -0.8;

/** The learning rate of a step, before the parameter's own scale. */
export const rateOf = ({ relativeStep }: Settings, rate: number, step: number): number =>
  relativeStep ? Math.min(1e-2, 1 / Math.sqrt(step)) : rate;
