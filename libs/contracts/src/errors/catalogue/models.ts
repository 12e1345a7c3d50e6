import type { ErrorEntry } from './entry.js';

/** Errors of models and their files. */
export const MODELS_ERRORS = {
  MODEL_MISSING_FILE: {
    why: 'A model folder lacks a file.',
    fix: 'A model folder has config.json, model.safetensors and tokenizer.json.',
  },
  MODEL_MISSING_TENSOR: {
    why: 'A model file lacks a tensor that its config asks for.',
    fix: 'Check that config.json and model.safetensors belong together.',
  },
  MODEL_WRONG_SHAPE: {
    why: 'A tensor of a model file has another shape than its config asks for.',
    fix: 'Check that config.json and model.safetensors belong together.',
  },
  MODEL_UNSUPPORTED: {
    why: 'The model is of a family, or has a setting, that TLC does not have.',
    fix: 'The message names the setting, and what TLC has in its place.',
  },
  MODEL_TLC_ONLY: {
    why: 'The model is one of TLC’s own, such as one with reversible layers: Transformers has no class for it.',
    fix: 'Export it with formats: [onnx]. TLC itself reads the model’s folder as it is.',
  },
  MODEL_CONTRADICTORY: {
    why: 'Two parts of a model folder say different things: a tensor that config.json calls a copy of another differs from it.',
    fix: 'Save the model again with the library that made it, so that the copy is left out or right; or set tie_word_embeddings as it was trained.',
  },
  MODEL_NOT_FINITE: {
    why: 'Weights of a model are not finite numbers (NaN or infinity).',
    fix: 'Train with a lower learning rate or with clipping; a plugin that returns such weights has a defect.',
  },
  MODEL_CONFIG_INVALID: {
    why: 'The config.json of a model folder is not JSON, or a setting in it has a value that cannot be.',
    fix: 'Correct the setting that the message names, or fetch the model again.',
  },
  ENCODING_INVALID: {
    why: 'The compressed tensors of a model folder do not fit the description of them in its config.json.',
    fix: 'Check that config.json and model.safetensors belong together.',
  },
  ENCODING_INEXACT: {
    why: 'A weight has a value that its encoding cannot hold, so that the file would hold another model.',
    fix: 'A defect of the plugin that made the model: weights must be projected onto their grid before they are returned.',
  },
  CODEBOOK_OUT_OF_RANGE: {
    why: 'A tensor has weights that are too large, or all too small, for a codebook of 16-bit floats.',
    fix: 'Give the step precision: float32, or leave the tensor that the message names as it is (skip).',
  },
  MODEL_UNKNOWN: {
    why: 'There is no model of this name and version.',
    fix: '`tlc models list` shows the names; `tlc models tag ID NAME:VERSION` gives one.',
  },
  MODEL_OVER_LIMIT: {
    why: 'A model is larger than all that the serving service may hold.',
    fix: 'Raise TLC_SERVING_MEMORY (bytes), or serve a compressed model.',
  },
  MODEL_WRONG_HEAD: {
    why: 'The model has another head than this step needs.',
    fix: 'Fine-tune the model on the task first.',
  },
  LABELS_UNMATCHED: {
    why: 'The classes of a model cannot be matched with the labels of a data set.',
    fix: "Give the step `labels`, a class of the model for each label of the data set, such as { '0': NEGATIVE, '1': POSITIVE }.",
  },
  SAFETENSORS_INVALID: {
    why: 'A safetensors file is truncated or not well-formed.',
    fix: 'Fetch or export the file again.',
  },
  WEIGHTS_TYPE_UNSUPPORTED: {
    why: 'A tensor is in a number format that TLC lacks, such as float8. The file itself is well-formed.',
    fix: 'Save the model in float32, float16 or bfloat16.',
  },
  WEIGHTS_INDEX_INVALID: {
    why: 'The index of a model in several files and the files themselves contradict each other.',
    fix: 'Fetch the model again, whole: the index and every file that it names, of one revision.',
  },
  WEIGHTS_MISSING_SHARD: {
    why: 'The index of a model in several files names a file that is not there.',
    fix: 'Fetch the file that the message names, of the same revision as the index.',
  },
  TORCH_FILE_INVALID: {
    why: 'A PyTorch file (pytorch_model.bin) is truncated or not well-formed.',
    fix: 'Fetch or save the file again.',
  },
  TORCH_FILE_OLD: {
    why: 'A PyTorch file has the form that PyTorch had before version 1.6, a pickle without the zip around it.',
    fix:
      'Convert it once in Python: from safetensors.torch import save_file; import torch; save_file({k: v.contiguous()' +
      '.clone() for k, v in torch.load("pytorch_model.bin", weights_only=True).items()}, "model.safetensors", ' +
      'metadata={"format": "pt"}).',
  },
  PICKLE_REFUSED: {
    why: 'A PyTorch file holds something other than tensors, which could run code when it is loaded. Nothing of it was run.',
    fix: 'Ask who made the file for model.safetensors, or save it with model.save_pretrained(folder) in Transformers.',
  },
  HUB_ID_INVALID: {
    why: 'A text names no model of the hub.',
    fix: 'Write hub:organisation/name, or hub:organisation/name@revision with a branch, a tag or a commit.',
  },
  HUB_MODEL_MISSING: {
    why: 'The hub has no model of this name and revision that everyone may fetch.',
    fix: 'Check the name and the revision on the hub; for a private model set HF_TOKEN.',
  },
  HUB_ACCESS_DENIED: {
    why: 'The hub gives this model only to those who accepted its terms.',
    fix: 'Accept the terms on the page of the model, and set HF_TOKEN.',
  },
  HUB_UNREACHABLE: {
    why: 'The hub did not answer, or not as a hub does, several times.',
    fix: 'Try again later; check HF_ENDPOINT; with HF_HUB_OFFLINE=1 the cache alone is used.',
  },
  HUB_OFFLINE: {
    why: 'A model is not on this machine, and the hub is not to be asked (HF_HUB_OFFLINE or TLC_HUB_FOLDER is set).',
    fix: 'Fetch the model where there is a network, and copy the cache (HF_HOME) or the folder here.',
  },
  HUB_FILE_CORRUPT: {
    why: 'A file of a model is not the one whose hash the hub has.',
    fix: 'Delete the file that the message names, and run again.',
  },
} as const satisfies Record<string, ErrorEntry>;
