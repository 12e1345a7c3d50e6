import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new DeBERTa (version 3). */
export class DebertaArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['deberta-v2'])
  readonly family: string = 'deberta-v2';

  @IntegerKey('relative positions on either side that are told apart, growing with distance', { min: 4, max: 4096 })
  readonly position_buckets: number = 256;
}
