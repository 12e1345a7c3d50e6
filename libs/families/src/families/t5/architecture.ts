import { ChoiceKey, FlagKey } from '#contracts';
import { EncoderDecoderArchitecture } from '../../architecture.js';

/** The shape of a new T5. */
export class T5Architecture extends EncoderDecoderArchitecture {
  @ChoiceKey('family of models', ['t5'])
  readonly family: string = 't5';

  @ChoiceKey('feed-forward block: relu, that of the paper, or gated-gelu, that of version 1.1 (Shazeer 2020)', [
    'relu',
    'gated-gelu',
  ])
  readonly feed_forward: 'relu' | 'gated-gelu' = 'relu';

  @FlagKey('whether the table of the embeddings gives the scores of the next token, too; in version 1.1 it does not')
  readonly tied: boolean = true;
}
