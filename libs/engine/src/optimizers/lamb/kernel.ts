import type { Settings } from '../adamw/plain.js';
import { inPlace } from '../in-place.js';
import type { Step, Trained } from '../rule.js';

export function update(trained: readonly Trained[], { number, clip }: Step, { beta1, beta2, epsilon }: Settings): void {
  const moments = [beta1, (1 - beta1) * clip, beta2, (1 - beta2) * clip * clip, epsilon];
  inPlace(trained, {
    operation: 'TlcLamb',
    settings: [...moments, 1 / (1 - beta1 ** number), 1 / (1 - beta2 ** number)],
    rate: ({ rate }) => rate,
    decay: ({ decay }) => decay,
    slots: ['exp_avg', 'exp_avg_sq'],
  });
}
