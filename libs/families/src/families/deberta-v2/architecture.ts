import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new DeBERTa (version 3). */
export class DebertaArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['deberta-v2'])
  readonly family: string = 'deberta-v2';

  @IntegerKey(
    'relative positions on either side that are told apart, growing with distance; half of max_positions, 256 at most, if left out',
    { min: 4, max: 4096, optional: true },
  )
  readonly position_buckets?: number;

  override problem() {
    const { position_buckets: buckets = 0, max_positions: positions } = this;
    if (buckets / 2 + 2 > positions) {
      const message = `half of ${buckets} buckets are for one distance each, so that max_positions ${positions} is too short`;
      return { key: 'position_buckets', message };
    }
    return super.problem();
  }
}
