import type { ErrorEntry } from './entry.js';

/** Errors of keys, values and names. */
export const CONFIGS_ERRORS = {
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
    fix: 'Use 1 to 64 lower-case letters, digits, - and _ (in versions of models dots, too), starting with a letter or a digit.',
  },
} as const satisfies Record<string, ErrorEntry>;
