import { ChoiceKey, IntegerKey, TextListKey } from '#contracts';
import { CALIBRATIONS, DTYPES } from '#onnx/formats';

/** Config of `model.export`. */
export class ModelExportConfig {
  @TextListKey(
    'what to write: a folder for Transformers, of float32 (transformers) or of the model’s integers (compressed-tensors, which Python’s package of that name unpacks); files for ONNX Runtime and Transformers.js (onnx)',
    { choices: ['transformers', 'compressed-tensors', 'onnx'] },
  )
  readonly formats: string[] = ['transformers', 'onnx'];

  @TextListKey(
    'number formats of the ONNX files, by their names in Transformers.js: fp32 (model.onnx), fp16 (model_fp16.onnx), q8 (products of 8-bit integers, model_quantized.onnx), q4 (of 4-bit integers, model_q4.onnx), q4f16 (both, model_q4f16.onnx); left out: fp32, and q8 or q4 where the weights are of as many bits',
    { choices: Object.keys(DTYPES), optional: true },
  )
  readonly dtypes?: string[];

  @ChoiceKey(
    'how the range of what comes into a product of bytes is chosen from what the dataset gives: percentile, without the 0.01 % that lie furthest out; mse, the range whose rounding has the least squared error; min-max, all of it; left out: percentile',
    CALIBRATIONS,
    { optional: true },
  )
  readonly calibration?: string;

  @IntegerKey('sentences of the train split by which the ranges are chosen', { min: 1, max: 100000, optional: true })
  readonly calibration_sentences?: number;

  problem() {
    if (!this.formats.includes('transformers') || !this.formats.includes('compressed-tensors')) return undefined;
    return { key: 'formats', message: 'must have transformers or compressed-tensors, which are the same file' };
  }

  withoutEffect() {
    if (this.dtypes === undefined || this.formats.includes('onnx')) return [];
    return [{ key: 'dtypes', message: 'formats has no onnx' }];
  }
}
