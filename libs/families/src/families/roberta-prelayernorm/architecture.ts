import { ChoiceKey } from '#contracts';
import { PreNormArchitecture } from '../../architecture.js';

/** The shape of a new RoBERTa with pre-norm. */
export class RobertaPreNormArchitecture extends PreNormArchitecture {
  @ChoiceKey('family of models', ['roberta-prelayernorm'])
  readonly family: string = 'roberta-prelayernorm';
}
