import { type GivenKeys, refusedKey } from '#jobs';
import type { ModelExportConfig } from './config.js';

/** Data choose the ranges of q8, and only of it; how they do is said of data that are given.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT */
export function rules(given: GivenKeys<ModelExportConfig>): void {
  const { formats, dtypes, calibration, calibration_sentences: sentences } = given.config;
  if (!given.has('dataset')) {
    const key = calibration !== undefined ? 'calibration' : sentences !== undefined && 'calibration_sentences';
    if (key) throw refusedKey(given, 'PIPELINE_MISSING_INPUT', 'dataset', `is missing: ${key} says how it is used`);
    return;
  }
  if (formats.includes('onnx') && (dtypes?.includes('q8') ?? true)) return;
  const wrong = formats.includes('onnx') ? 'dtypes has no q8' : 'formats has no onnx';
  throw refusedKey(given, 'PIPELINE_WRONG_INPUT', 'dataset', `has no place: it chooses the ranges of q8, and ${wrong}`);
}
