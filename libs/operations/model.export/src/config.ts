import { TextListKey } from '#contracts';

/** Config of `model.export`. */
export class ModelExportConfig {
  @TextListKey('what to write: a folder for Transformers, a file for ONNX Runtime', {
    choices: ['transformers', 'onnx'],
  })
  readonly formats: string[] = ['transformers', 'onnx'];
}
