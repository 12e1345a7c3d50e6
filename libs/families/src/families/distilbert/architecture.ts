import { ChoiceKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new DistilBERT. */
export class DistilbertArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['distilbert'])
  readonly family: string = 'distilbert';
}
