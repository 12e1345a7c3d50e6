import { ChoiceKey, IntegerKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new Transformer of an encoder and a decoder. */
export class MarianArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['marian'])
  readonly family: string = 'marian';

  @IntegerKey('layers of the decoder; as many as `layers`, those of the encoder, if left out', {
    min: 1,
    max: 200,
    optional: true,
  })
  readonly decoder_layers?: number;
}
