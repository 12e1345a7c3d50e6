import { ObjectKey, PretrainConfig } from '#contracts';
import { architectureClass } from '#families';

/** `model.pretrain` */
export class ModelPretrainConfig extends PretrainConfig {
  @ObjectKey('shape of the model; left out when a model is given to go on from', architectureClass, { optional: true })
  readonly architecture?: object;
}
