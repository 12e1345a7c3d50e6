import { TextListKey } from '#contracts';
import { DTYPES } from '#onnx/formats';

/** Config of `model.export`. */
export class ModelExportConfig {
  @TextListKey('what to write: a folder for Transformers, files for ONNX Runtime and Transformers.js', {
    choices: ['transformers', 'onnx'],
  })
  readonly formats: string[] = ['transformers', 'onnx'];

  @TextListKey(
    'number formats of the ONNX files, by their names in Transformers.js: fp32 (model.onnx), fp16 (model_fp16.onnx), q8 (products of 8-bit integers, model_quantized.onnx), q4 (of 4-bit integers, model_q4.onnx), q4f16 (both, model_q4f16.onnx); left out: fp32, and q8 or q4 where the weights are of as many bits',
    { choices: Object.keys(DTYPES), optional: true },
  )
  readonly dtypes?: string[];

  withoutEffect() {
    if (this.dtypes === undefined || this.formats.includes('onnx')) return [];
    return [{ key: 'dtypes', message: 'formats has no onnx' }];
  }
}
