import { NumberKey, TextListKey } from '../../schema/keys.js';
import { OptimizerConfig } from './optimizer.js';

/** What is different from one parameter to another. */
export class ParameterConfig extends OptimizerConfig {
  @TextListKey('matrices without weight decay, by name; * stands for any letters: *embeddings*', { min: 0 })
  readonly no_decay: string[] = [];

  @TextListKey('parameters that are not trained, by name; * stands for any letters: bert.embeddings.*', { min: 0 })
  readonly freeze: string[] = [];

  @NumberKey(
    'learning rate of each layer as a share of that of the layer above it, from the head down to the embeddings; 1: all have the same',
    { min: 0.01, max: 1 },
  )
  readonly layer_decay: number = 1;

  @NumberKey(
    'decay of the moving average of the weights, which is what the dev split measures and what results; 0: the weights themselves',
    { min: 0, max: 0.99999 },
  )
  readonly average: number = 0;
}
