import { ChoiceKey, FlagKey, IntegerKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '../choose-parameters.js';

/** The keys that methods share which put weights on evenly spaced grids. */
export class GridConfig {
  @IntegerKey('bits of a weight', { min: 2, max: 8 })
  readonly bits: number = 8;

  @ChoiceKey(
    'which weights share a scale: a tensor, an output of a layer (or a row of an embedding), or a group of it',
    ['tensor', 'channel', 'group'],
  )
  readonly granularity: string = 'channel';

  @IntegerKey('weights of a group, where granularity is group', { min: 8, max: 65_536 })
  readonly group_size: number = 64;

  @FlagKey('put zero in the middle of the range; else each scale has a zero point of its own')
  readonly symmetric: boolean = true;

  @ChoiceKey('range of a scale: from the least to the greatest weight, or narrowed to the least squared error', [
    'min-max',
    'mse',
  ])
  readonly range: string = 'mse';

  @IntegerKey('bits of a weight in embeddings; as bits if left out', { min: 2, max: 8, optional: true })
  readonly embedding_bits?: number;

  @TextListKey(`weights to quantize, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers', 'head', 'embeddings'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  withoutEffect() {
    if (this.granularity === 'group' || this.group_size === 64) return [];
    return [{ key: 'group_size', message: `granularity: ${this.granularity} has no groups` }];
  }
}
