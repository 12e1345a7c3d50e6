import type { ErrorEntry } from './entry.js';

/** Errors of data sets and tokenizers. */
export const DATA_ERRORS = {
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
  DATA_TOO_SMALL: {
    why: 'The train split has too few rows for anything to be learned and measured.',
    fix: 'Add labelled rows; a few hundred of each class are a good beginning.',
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
  DATA_NO_SENTENCES: {
    why: 'The split that a method is to look at or learn from has no sentences.',
    fix: 'Give the step a data set whose split has some.',
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
} as const satisfies Record<string, ErrorEntry>;
