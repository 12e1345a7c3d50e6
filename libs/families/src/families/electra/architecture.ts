import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new ELECTRA. */
export class ElectraArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['electra'])
  readonly family: string = 'electra';

  @IntegerKey('width of the embeddings; hidden_size if left out', { min: 1, max: 16_384, optional: true })
  readonly embedding_size?: number;
}
