import { ChoiceKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new RoBERTa. */
export class RobertaArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['roberta'])
  readonly family: string = 'roberta';
}
