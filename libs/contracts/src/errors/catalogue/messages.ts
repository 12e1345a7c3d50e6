import type { ErrorEntry } from './entry.js';

/** Errors of messages. */
export const MESSAGES_ERRORS = {
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
} as const satisfies Record<string, ErrorEntry>;
