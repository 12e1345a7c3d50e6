import { ChoiceKey } from '#contracts';
import { EncoderDecoderArchitecture } from '../../architecture.js';

/** The shape of a new pre-norm Transformer of an encoder and a decoder. */
export class M2m100Architecture extends EncoderDecoderArchitecture {
  @ChoiceKey('family of models', ['m2m_100'])
  readonly family: string = 'm2m_100';
}
