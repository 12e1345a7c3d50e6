import { ChoiceKey } from '#contracts';
import { EncoderDecoderArchitecture } from '../../architecture.js';

/** The shape of a new Transformer of an encoder and a decoder. */
export class MarianArchitecture extends EncoderDecoderArchitecture {
  @ChoiceKey('family of models', ['marian'])
  readonly family: string = 'marian';
}
