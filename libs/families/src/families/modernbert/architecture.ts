import { ChoiceKey, IntegerKey } from '#contracts';
import { PreNormArchitecture } from '../../architecture.js';

/** The shape of a new ModernBERT. */
export class ModernbertArchitecture extends PreNormArchitecture {
  @ChoiceKey('family of models', ['modernbert'])
  readonly family: string = 'modernbert';

  @IntegerKey(
    'a layer of every so many sees the whole sentence, beginning with the first; the others see local_attention',
    {
      min: 1,
      max: 200,
    },
  )
  readonly global_every: number = 3;

  @IntegerKey('tokens that a local layer sees around each token: half of them on either side', { min: 2, max: 8192 })
  readonly local_attention: number = 128;

  override problem() {
    if ((this.hidden_size / this.heads) % 2 !== 0) {
      return { key: 'heads', message: 'rotary positions need an even width of each head' };
    }
    return super.problem();
  }
}
