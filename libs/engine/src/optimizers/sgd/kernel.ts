import { inPlace, leftByDecay } from '../in-place.js';
import type { Trained } from '../rule.js';

export function update(trained: readonly Trained[], clip: number, momentum: number): void {
  inPlace(trained, {
    operation: 'TlcSgd',
    settings: [momentum, clip],
    rate: ({ rate }) => rate,
    decay: leftByDecay,
    slots: ['momentum_buffer'],
  });
}
