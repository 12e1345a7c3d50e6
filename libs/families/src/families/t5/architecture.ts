import { ChoiceKey, FlagKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new T5. */
export class T5Architecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['t5'])
  readonly family: string = 't5';

  @IntegerKey('layers of the decoder; as many as `layers`, those of the encoder, if left out', {
    min: 1,
    max: 200,
    optional: true,
  })
  readonly decoder_layers?: number;

  @ChoiceKey('feed-forward block: relu, that of the paper, or gated-gelu, that of version 1.1 (Shazeer 2020)', [
    'relu',
    'gated-gelu',
  ])
  readonly feed_forward: 'relu' | 'gated-gelu' = 'relu';

  @FlagKey('whether the table of the embeddings gives the scores of the next token, too; in version 1.1 it does not')
  readonly tied: boolean = true;
}
