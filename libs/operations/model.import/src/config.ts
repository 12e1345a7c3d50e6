import { TextListKey } from '#contracts';

/** Config of `model.import`. */
export class ModelImportConfig {
  @TextListKey('labels of a new classification head, in order; left out: the head that the folder has', {
    optional: true,
  })
  readonly labels?: string[];
}
