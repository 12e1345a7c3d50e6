import { ERRORS, type ErrorCode } from './catalogue/index.js';
import { content, quotes, withContent, withoutContent } from './content.js';

/** An error as it travels in messages, events and `--json` output. */
export interface ErrorBody {
  readonly code: ErrorCode;
  readonly message: string;
  readonly fix: string;
  readonly details?: Record<string, unknown>;
}

/** An error with a code of the catalogue. `message` says what happened, with names and values. What it quotes of a file, by
 * `content` and `quoted`, stays in this process: `toBody` leaves it out. */
export class TlcError extends Error {
  override readonly name = 'TlcError';
  readonly details?: Record<string, unknown>;

  /** @param marked the message; what it quotes of a file is marked */
  constructor(
    readonly code: ErrorCode,
    readonly marked: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(withContent(marked), options.cause === undefined ? undefined : { cause: options.cause });
    Object.defineProperty(this, 'marked', { enumerable: false });
    if (options.details) this.details = options.details;
  }

  /** Why errors of this code happen, in general. */
  get why(): string {
    return ERRORS[this.code].why;
  }

  /** What to do about it. */
  get fix(): string {
    return ERRORS[this.code].fix;
  }

  /** Message and details are cut where they are long: they may quote what a sender wrote, a megabyte of it. */
  toBody(): ErrorBody {
    const { code, fix, details, marked } = this;
    const body = { code, message: cut(withoutContent(marked)), fix };
    if (!details) return body;
    const told = Object.entries(details).filter(([key]) => !quotes(marked) || PLACES.has(key));
    return { ...body, details: Object.fromEntries(told.map(([key, value]) => [key, brief(value)])) };
  }

  /** The error that a body describes, as its receiver throws it. A code of a newer version becomes JOB_FAILED. */
  static fromBody(body: ErrorBody): TlcError {
    const code = body.code in ERRORS ? body.code : 'JOB_FAILED';
    return new TlcError(code, body.message, { details: body.details });
  }

  /** `error` itself if it has a code; what the system says of disks and files, and the NATS server of its streams, by
   * their codes; else `fallback`. */
  static from(error: unknown, fallback: ErrorCode = 'JOB_FAILED'): TlcError {
    if (error instanceof TlcError) return error;
    const system = error as NodeJS.ErrnoException;
    const message = error instanceof Error ? error.message : String(error);
    const known = SYSTEM_CODES[system?.code ?? ''] ?? SERVER_CODES[system?.name ?? ''];
    // What JSON.parse says quotes the text
    const isOfJson = error instanceof SyntaxError && message.includes('JSON');
    const marked = isOfJson ? `it is not JSON: ${content(message)}` : message;
    return new TlcError(known ?? fallback, marked, { cause: error });
  }
}

/** What the system says. */
const SYSTEM_CODES: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'DISK_FULL',
  EDQUOT: 'DISK_FULL',
  EROFS: 'DISK_READ_ONLY',
  EMFILE: 'FILES_TOO_MANY',
  ENFILE: 'FILES_TOO_MANY',
  ENOENT: 'FILE_MISSING',
  EACCES: 'FILE_MISSING',
};

/** What JetStream says, by the names of the client’s errors. */
const SERVER_CODES: Readonly<Record<string, ErrorCode>> = {
  JetStreamApiError: 'SERVER_REFUSED',
  JetStreamError: 'SERVER_REFUSED',
  JetStreamStatusError: 'SERVER_REFUSED',
  StreamNotFoundError: 'SERVER_REFUSED',
  ConsumerNotFoundError: 'SERVER_REFUSED',
  JetStreamNotEnabled: 'SERVER_NO_JETSTREAM',
};

/** The details that say where something is wrong, and nothing of what stands there. */
const PLACES = new Set(['path', 'file', 'folder', 'tokenizer', 'line', 'row', 'byte', 'split', 'setting', 'field']);

const LONGEST = 4000;

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST - 3)}...` : text);

/** `value`, or the beginning of its JSON. */
function brief(value: unknown): unknown {
  if (typeof value === 'string') return cut(value);
  const text = JSON.stringify(value) ?? '';
  return text.length > LONGEST ? cut(text) : value;
}
