import { ChoiceKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new BERT. */
export class BertArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['bert'])
  readonly family: string = 'bert';
}
