import { precisionAttribute } from '../../kernels/precision.js';
import { inPlace, leftByDecay } from '../in-place.js';
import type { TrainedMatrix } from './plain.js';

/** Products are in the precision of now. */
export function update(trained: readonly TrainedMatrix[], clip: number, momentum: number): void {
  inPlace(trained, {
    operation: 'TlcMuon',
    settings: [momentum, (1 - momentum) * clip],
    rate: ({ rate, scale }) => rate * scale,
    decay: leftByDecay,
    slots: ['momentum_buffer'],
    attributes: [precisionAttribute()],
  });
}
