/** What went wrong in general (`why`) and what to do about it (`fix`); an error's message says what happened. */
export interface ErrorEntry {
  readonly why: string;
  readonly fix: string;
}

/** Every error that TLC reports, by its code. docs/errors.md is made from this file, and a test ties the two. */
export const ERRORS = {
  // Messages
  MESSAGE_NOT_JSON: {
    why: 'The body of a message was not JSON.',
    fix: 'Send one JSON object in UTF-8; docs/messages.md has an example for every subject.',
  },
  MESSAGE_NOT_OBJECT: {
    why: 'The body of a message was JSON, but not an object.',
    fix: 'Send one JSON object; docs/messages.md has an example for every subject.',
  },
  MESSAGE_TOO_LARGE: {
    why: 'A message was larger than a message may be, or nested too deeply. Messages carry names and ids, never data.',
    fix: 'Put data into files or artifacts and send their paths or ids.',
  },
  MESSAGE_UNKNOWN_SUBJECT: {
    why: 'No service answers on this subject.',
    fix: 'See the list of subjects in docs/messages.md.',
  },
  // Configs
  CONFIG_UNKNOWN_KEY: {
    why: 'A key is not one that this place knows.',
    fix: 'Correct or remove the key; docs/pipelines.md lists the keys of every operation.',
  },
  CONFIG_WRONG_VALUE: {
    why: 'A value has the wrong type or lies outside what is allowed.',
    fix: 'Give a value that the message allows; docs/pipelines.md lists type, range and default of every key.',
  },
  CONFIG_MISSING_KEY: {
    why: 'A key without a default was left out.',
    fix: 'Add the key; docs/pipelines.md has an example of every operation.',
  },
  NAME_INVALID: {
    why: 'A name holds characters that names may not hold (names become parts of subjects and of paths).',
    fix: 'Use 1 to 64 lower-case letters, digits, - and _, starting with a letter or a digit.',
  },
  // Pipelines
  PIPELINE_NOT_READABLE: {
    why: 'The pipeline document is not valid YAML or JSON.',
    fix: 'Correct the document at the line named.',
  },
  PIPELINE_FILE_MISSING: {
    why: 'The pipeline file does not exist or cannot be read.',
    fix: 'Check the path; it is relative to the folder the command runs in.',
  },
  PIPELINE_DUPLICATE_STEP: {
    why: 'Two steps have the same name.',
    fix: 'Rename one of them.',
  },
  PIPELINE_UNKNOWN_OPERATION: {
    why: 'A step asks for an operation that does not exist.',
    fix: 'Use one of the operations in docs/pipelines.md.',
  },
  PIPELINE_UNKNOWN_STEP: {
    why: 'A step, or the report, names a step that the pipeline does not have.',
    fix: 'Correct the name, or add the step. A folder is written with a slash: ./name.',
  },
  PIPELINE_CYCLE: {
    why: 'Steps need each other in a circle, so that none can be first.',
    fix: 'Remove one of the references named.',
  },
  PIPELINE_MISSING_INPUT: {
    why: 'A step lacks an input that its operation needs.',
    fix: 'Name a step, artifact:ID, or a path for it.',
  },
  PIPELINE_WRONG_INPUT: {
    why: 'An input is of another kind than the operation takes.',
    fix: 'Name a step or an artifact whose result is of the kind that the message asks for.',
  },
  PIPELINE_TOO_LARGE: {
    why: 'The pipeline has more steps, counting those of its matrix, than a run may have.',
    fix: 'Split the pipeline.',
  },
  PIPELINE_NOTHING_PRESENT: {
    why: 'The files of the steps with `when: present` are not there, and nothing is left that the pipeline ends with.',
    fix: 'Check the folder that their paths start from; the message names what each step lacks.',
  },
  GLUE_INCOMPLETE: {
    why: 'The scores of a task of GLUE lack what its line in the table is made of.',
    fix: 'Evaluate each model on the dev split (MNLI’s on dev_mismatched, too) with the measures that GLUE reports of the task.',
  },
  RUN_UNKNOWN: {
    why: 'There is no run of this id.',
    fix: '`tlc status` lists the runs.',
  },
  RUN_FINISHED: {
    why: 'The run has ended already.',
    fix: 'Nothing needs to be done; `tlc status RUN` shows how it ended.',
  },
  // Jobs
  JOB_FAILED: {
    why: 'A step failed for a reason that TLC does not know.',
    fix: '`tlc logs RUN` shows what the step printed. A failure that repeats is worth a bug report.',
  },
  JOB_CANCELLED: {
    why: 'The run was cancelled.',
    fix: 'Submit the pipeline again: what had finished is not computed again.',
  },
  JOB_CRASHED: {
    why: 'The process that computed a step died several times, for instance for lack of memory.',
    fix: 'Give the machine more memory, or the step fewer tokens a batch (rows) or a smaller model.',
  },
  TRAINING_TOO_LARGE: {
    why: 'A training would take more memory than the machine, or its container, has.',
    fix: 'Take one of the settings or models that the message names, or a machine with more memory. TLC_MEMORY_LIMIT (bytes) sets what may be used instead of what the machine has.',
  },
  JOB_WRONG_SERVICE: {
    why: 'A job was sent to the queue of a service that does not do this operation.',
    fix: 'Send it to the queue that docs/messages.md names for the operation.',
  },
  RECIPE_MISMATCH: {
    why: 'The inputs of a job are not those that its recipe was made from: a file changed after it was planned.',
    fix: 'Submit the pipeline again, and leave its files as they are while it runs.',
  },
  // Servers
  SERVER_UNREACHABLE: {
    why: 'No NATS server answers at the address.',
    fix: 'Start one (`tlc up`), or name another with --server or TLC_NATS_URL.',
  },
  SERVER_NOT_FOUND: {
    why: 'The NATS server program is not installed.',
    fix: 'Run set-up again (`npm start`), set TLC_NATS_SERVER to the path of a nats-server of 2.10 or newer, or connect to a running one with TLC_NATS_URL.',
  },
  SERVER_NO_JETSTREAM: {
    why: 'The NATS server runs without JetStream, which holds the queues.',
    fix: 'Start it with -js, or `jetstream {}` in its configuration.',
  },
  SERVER_REFUSED: {
    why: 'The NATS server lets nobody in with these credentials, or JetStream lacks a stream, space or the right to it.',
    fix: 'Give user and password, token, nkey or credentials file (docs/deploying.md); else look at the server’s log and limits.',
  },
  SERVER_STORE_BUSY: {
    why: 'Another private NATS server uses the same folder; two in one folder would destroy each other’s queues.',
    fix: 'Use the one that runs (`tlc status` finds it), stop it, or set TLC_HOME to another folder.',
  },
  SERVICE_INCOMPLETE: {
    why: 'A service has no handler for a message that it must answer, or has two, or one for an unknown message.',
    fix: 'A defect of the service: give every subject of docs/messages.md exactly one handler.',
  },
  SERVICE_TIMEOUT: {
    why: 'No service answered a request in time.',
    fix: 'Check that the service runs: `tlc status`, `tlc doctor`.',
  },
  HTTP_PORT_TAKEN: {
    why: 'The port for HTTP is in use, or may not be had, or there is no such address on this machine.',
    fix: 'Give another port (--http, TLC_HTTP_PORT); 0 takes any that is free.',
  },
  SERVICE_BUSY: {
    why: 'More texts wait for a model than its queue holds.',
    fix: 'Ask again after the milliseconds in details.retry_after_ms; for more at a time start the service once more (docs/serving.md).',
  },
  // Artifacts and files
  ARTIFACT_UNKNOWN: {
    why: 'The store has no artifact of this id.',
    fix: '`tlc artifacts list` shows what is there; the first letters of an id are enough when they are unique.',
  },
  ARTIFACT_ID_INVALID: {
    why: 'What stands for an artifact’s id is none: an id is 64 hexadecimal digits, of which the first are enough.',
    fix: '`tlc artifacts list` shows the ids.',
  },
  EXPORT_FOLDER_NOT_EMPTY: {
    why: 'The folder to export to has files in it, which an export would mix with its own or write over.',
    fix: 'Name a folder that is new or empty.',
  },
  ARTIFACT_CORRUPT: {
    why: 'A file of an artifact is not what was stored: its size or digest differs from the manifest.',
    fix: 'Remove the artifact (`tlc artifacts remove ID`) and run the pipeline again: only that step is computed.',
  },
  ARTIFACT_WRONG_KIND: {
    why: 'An artifact is of another kind than is needed here.',
    fix: 'Name an artifact of the kind that the message asks for.',
  },
  DISK_READ_ONLY: {
    why: 'The file system is mounted read-only.',
    fix: 'Mount it for writing, or set TLC_HOME to a folder on another one.',
  },
  FILES_TOO_MANY: {
    why: 'This process, or the machine, has as many files open as it may.',
    fix: 'Raise the limit (`ulimit -n 65536`), or run fewer pipelines at a time; what waits goes on by itself.',
  },
  DISK_FULL: {
    why: 'The disk is full. What was half-written has been removed; finished results are untouched.',
    fix: 'Free space (`tlc artifacts list` shows sizes), then run the pipeline again: it goes on where it stopped.',
  },
  FILE_MISSING: {
    why: 'A file or folder does not exist or cannot be read.',
    fix: 'Check the path; paths are relative to the folder that the service runs in.',
  },
  INPUT_OUTSIDE: {
    why: 'A path leads, itself or by a link, out of the folders that inputs of jobs may come from. Whether it exists is not said.',
    fix: 'Put the files into one of those folders, or start the services with TLC_INPUT_ROOTS, folders separated by a colon.',
  },
  INPUT_NOT_REGULAR: {
    why: 'A path leads to a pipe, a socket, a device or a file of the system, or to a folder where a file is needed.',
    fix: 'Name a regular file, or where it is asked for a folder of such files.',
  },
  FILE_NOT_UTF8: {
    why: 'A text file is not valid UTF-8.',
    fix: 'Convert the file to UTF-8, for instance with iconv.',
  },
  FILE_DAMAGED: {
    why: 'A gzip or Parquet file is truncated or broken, or becomes far larger than data does when it is decompressed.',
    fix: 'Fetch the file again; `gzip -t FILE` checks a gzip file.',
  },
  FILE_EMPTY: {
    why: 'A data file has no rows.',
    fix: 'Check that the file is whole and that it is the one that was meant.',
  },
  // Data
  DATASET_TOO_LARGE: {
    why: 'What has to be held of a data file in memory at once is larger than can be: all its texts, or one line.',
    fix: 'Take a part of the file, or a process with a larger heap (NODE_OPTIONS=--max-old-space-size=MB); where a line is named, check that the file is text and that LF ends its lines.',
  },
  DATA_MISSING_COLUMN: {
    why: 'A data file lacks a column that is needed, or its columns do not say which is the text and which the label.',
    fix: 'Name the columns in the config (`text_columns` and `label_column`, for plain text `column`), as the file has them.',
  },
  DATA_WRONG_ROW: {
    why: 'A row of a data file cannot be read, lacks a value, or has another number of fields than its header.',
    fix: 'Correct the line or row named. In .tsv and .txt quotes have no meaning; in .csv they enclose fields.',
  },
  DATA_UNKNOWN_LABEL: {
    why: 'A label in a data file is not one of the labels of its task.',
    fix: 'Correct the line named, or list the label in the config.',
  },
  DATA_LABELS_UNCLEAR: {
    why: 'The labels of a task are no classes: two are the same number, one stands twice, or there is only one.',
    fix: 'Write each class in one way, and see that the train split has two at least; for numbers to predict set scores.',
  },
  DATA_DUPLICATE_COLUMN: {
    why: 'Two columns of a data file have the name of a column that is needed.',
    fix: 'Give the columns that the message names by their numbers names of their own.',
  },
  DATA_SPLIT_UNCLEAR: {
    why: 'The names of the files in a folder do not say which is which split, or say a split that a share is to make.',
    fix: 'Call the files train, dev and test, as docs/data.md says; keep others elsewhere; leave dev_share and test_share out.',
  },
  DATA_NOT_PARALLEL: {
    why: 'The two sides of parallel text are not alike: a file lacks its other side, or the two have different numbers of lines.',
    fix: 'Give two files for each split, one for each language, whose lines of one number are translations of each other.',
  },
  DATA_UNKNOWN_TASK: {
    why: 'The task is not one that TLC knows.',
    fix: 'Use one of the tasks that the message lists, or describe your own by text_columns and label_column.',
  },
  DATASET_INVALID: {
    why: 'A folder is not an encoded data set, or its files do not belong together.',
    fix: 'Encode the data set again (`dataset.encode`).',
  },
  DATA_NO_SPLIT: {
    why: 'The data set lacks the split that is asked for.',
    fix: 'Name a split that the message lists.',
  },
  DATA_NO_LABELS: {
    why: 'The split has no labels, so that nothing can be measured or learned on it.',
    fix: 'Use a split with labels; for a test split ask for predictions only.',
  },
  TEXT_LENGTH_MISMATCH: {
    why: 'Texts that belong together have different numbers of lines.',
    fix: 'Give files with one segment a line and as many lines in each.',
  },
  REFERENCE_MISSING: {
    why: 'A segment has no reference to be compared with.',
    fix: 'Give at least one reference for every segment; an empty line is an empty reference.',
  },
  TOKENIZER_INVALID: {
    why: 'A tokenizer cannot be read, has a setting that TLC cannot honour, or lacks a special token that encoders need.',
    fix: 'Save a tokenizer.json with Hugging Face’s Transformers, and name the special tokens in special_tokens_map.json.',
  },
  TOKENIZER_MISMATCH: {
    why: 'A data set was encoded with another tokenizer than the one that a model was made with.',
    fix: 'Encode the data set with the tokenizer of the model.',
  },
  DATA_TOO_LONG: {
    why: 'A text of a data set has more tokens than the model has positions.',
    fix: 'Encode the data set with the `max_length` of the model, or give a new architecture more `max_positions`.',
  },
  DATA_SECOND_TEXTS: {
    why: 'A data set tells the two texts of a pair apart by a type for which the model has no embedding.',
    fix: 'Encode the data set with the tokenizer of the model, which gives every token a type that it has.',
  },
  // Models
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
  // Engine and training
  ENGINE_MISSING: {
    why: 'Neither the TensorFlow library nor its replacement in WebAssembly can be loaded.',
    fix: 'Run set-up again (`npm start`); docs/setup.md lists each way to supply the library.',
  },
  ENGINE_UNKNOWN: {
    why: 'TLC_ENGINE names something other than the two that can compute.',
    fix: 'Set it to `native` or `wasm`, or unset it: then the native library serves, and WebAssembly where there is none.',
  },
  ENGINE_WRONG_SHAPE: {
    why: 'An operation of the engine was called with shapes or types that do not fit together.',
    fix: 'A defect of the caller: the message names the operation and the shapes.',
  },
  ENGINE_KERNELS: {
    why: 'TLC_KERNELS names kernels that were not built or that this processor cannot run; or those that are there were built from other sources, or have more operations than there are places for.',
    fix: 'Name one of those that the message lists, or unset TLC_KERNELS; a C++ compiler lets set-up build the others. After a change of sources set up again, by `npm run tlc -- doctor` for instance.',
  },
  ENGINE_PRECISION: {
    why: 'The precision that was asked for cannot be computed here.',
    fix: 'Leave `precision` out (float32), or train on a processor with AVX512_BF16, with kernels for avx512 built by g++ 10 or newer; `tlc doctor` says what is there.',
  },
  TRAINING_DIVERGED: {
    why: 'The loss of training is not a finite number.',
    fix: 'Lower the learning rate, lengthen the warm-up, or clip gradients harder.',
  },
  CHECKPOINT_INVALID: {
    why: 'A checkpoint cannot be read or belongs to another training.',
    fix: 'Remove the work folder named; training then starts from its beginning.',
  },
  // Plugins
  PLUGIN_UNKNOWN: {
    why: 'There is no compression plugin of this id.',
    fix: '`tlc plugins list` shows what is installed.',
  },
  PLUGIN_DUPLICATE: {
    why: 'Two compression plugins have the same id.',
    fix: 'Remove one of the two folders or packages named.',
  },
  PLUGIN_INVALID: {
    why: 'A plugin folder or package does not export a compression plugin.',
    fix: 'Export a plain object as docs/plugins.md describes; `npx nx g` makes one that works.',
  },
  PLUGIN_FAILED: {
    why: 'A compression plugin threw an error.',
    fix: 'The message is the plugin’s own; see its documentation (`tlc plugins show ID`).',
  },
  PLUGIN_WRONG_RESULT: {
    why: 'A compression plugin returned something other than a new model that holds together.',
    fix: 'A defect of the plugin: the message names the parameter. Run the conformance test on it (docs/plugins.md).',
  },
  PLUGIN_REFUSED: {
    why: 'A compression plugin says that its method cannot help with this model and config.',
    fix: 'Change the config as the message says, or leave the step out.',
  },
  // Evaluation and export
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
} as const satisfies Record<string, ErrorEntry>;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof ERRORS;
