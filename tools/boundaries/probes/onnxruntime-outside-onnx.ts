// as libs/operations/evaluate/src/probe.ts
// refused by no-restricted-imports
import * as ort from 'onnxruntime-node';

export const probe = ort;
