import { inPlace, leftByDecay } from '../in-place.js';
import type { Step, Trained } from '../rule.js';
import type { Settings } from './plain.js';

export function update(trained: readonly Trained[], { number, clip }: Step, { beta1, beta2, epsilon }: Settings): void {
  const root = Math.sqrt(1 - beta2 ** number);
  const correction = root / (1 - beta1 ** number);
  inPlace(trained, {
    operation: 'TlcAdamW',
    settings: [beta1, (1 - beta1) * clip, beta2, (1 - beta2) * clip * clip, epsilon * root],
    rate: ({ rate }) => rate * correction,
    decay: leftByDecay,
    slots: ['exp_avg', 'exp_avg_sq'],
  });
}
