import type { ErrorEntry } from './entry.js';

/** Errors of compression plugins. */
export const PLUGINS_ERRORS = {
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
  TARGET_MISSED: {
    why: 'No try of the method with another strength met the target of the step.',
    fix: 'Set a target that is nearer to what the message says of the tries, allow more `tries`, or take another method.',
  },
} as const satisfies Record<string, ErrorEntry>;
