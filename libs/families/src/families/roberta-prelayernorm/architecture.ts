import { ChoiceKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new encoder with pre-norm. */
export class PreNormArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['roberta-prelayernorm'])
  readonly family: string = 'roberta-prelayernorm';
}
