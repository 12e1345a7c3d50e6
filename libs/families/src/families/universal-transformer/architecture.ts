import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new Universal Transformer. */
export class UniversalArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['universal-transformer'])
  readonly family: string = 'universal-transformer';

  @IntegerKey(
    'how often the layers are applied, with the same parameters each time; the paper’s model has one layer, layers: 1',
    { min: 1, max: 100 },
  )
  readonly steps: number = 6;
}
