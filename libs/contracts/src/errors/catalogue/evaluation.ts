import type { ErrorEntry } from './entry.js';

/** Errors of evaluation and export. */
export const EVALUATION_ERRORS = {
  MEASURE_UNKNOWN: {
    why: 'A measure does not exist, or not for this kind of task.',
    fix: 'Use one of the measures that the message lists.',
  },
  MEASURE_UNDEFINED: {
    why: 'A measure has no value on these answers, such as a correlation where all predictions are the same.',
    fix: 'Leave the measure out, or look at the predictions: a model that answers everything alike has learned nothing.',
  },
  ONNX_MISMATCH: {
    why: 'The exported ONNX model gives other outputs than the engine.',
    fix: 'A defect of the export; the message holds the largest difference.',
  },
  COMPRESSED_TENSORS_NONE: {
    why: 'A folder of compressed-tensors was asked for, and the model has no weights that it could hold: integers of one scale for each tensor, row, or group of a row.',
    fix: 'Quantize the model first (compress with uniform-quantization or gptq), or export it as transformers: dense float32.',
  },
  ONNX_NO_SUCH_WEIGHTS: {
    why: 'An ONNX file was asked for that multiplies the integers of a compressed model, and the model has no such integers.',
    fix: 'Quantize the model as the message says first (compress with uniform-quantization or gptq), or leave the file out of dtypes.',
  },
} as const satisfies Record<string, ErrorEntry>;
