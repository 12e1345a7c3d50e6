import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new ALBERT. */
export class AlbertArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['albert'])
  readonly family: string = 'albert';

  @IntegerKey(
    'width of the embeddings, which a layer widens to hidden_size; 128 if left out, or hidden_size if that is less',
    {
      min: 1,
      max: 16_384,
      optional: true,
    },
  )
  readonly embedding_size?: number;
}
