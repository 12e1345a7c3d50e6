import { ObjectKey, TrainConfig } from '#contracts';
import { architectureClass } from '#families';

/** `model.train` */
export class ModelTrainConfig extends TrainConfig {
  @ObjectKey('shape of the model', architectureClass)
  readonly architecture!: object;
}
