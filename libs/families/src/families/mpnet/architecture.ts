import { ChoiceKey } from '#contracts';
import { EncoderArchitecture } from '../../architecture.js';

/** The shape of a new MPNet. */
export class MpnetArchitecture extends EncoderArchitecture {
  @ChoiceKey('family of models', ['mpnet'])
  readonly family: string = 'mpnet';
}
