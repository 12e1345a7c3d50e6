import { inPlace } from '../in-place.js';
import type { Step, Trained } from '../rule.js';
import { keepOf, rateOf, type Settings } from './settings.js';

export function update(trained: readonly Trained[], { number, clip }: Step, settings: Settings): void {
  const keep = keepOf(number);
  const call = {
    operation: 'TlcAdafactor',
    settings: [clip, keep, 1 - keep, settings.scaleParameter ? 1 : 0],
    rate: ({ rate }: Trained) => rateOf(settings, rate, number),
    decay: ({ decay }: Trained) => decay,
  };
  const isFactored = ({ slots }: Trained) => 'exp_avg_sq_row' in slots;
  const [matrices, others] = [trained.filter(isFactored), trained.filter((each) => !isFactored(each))];
  if (matrices.length > 0) inPlace(matrices, { ...call, slots: ['exp_avg_sq_row', 'exp_avg_sq_col'] });
  if (others.length > 0) inPlace(others, { ...call, slots: ['exp_avg_sq', 'none'] });
}
