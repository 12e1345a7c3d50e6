import { ERRORS, type ErrorBody, TlcError } from '#contracts/light';
import type { Colours } from '../terminal/terminal.js';

/** An error as people read it: its code, what happened, why such things happen, what to do. */
export function describeError(error: ErrorBody, colours: Colours): string {
  const why = ERRORS[error.code]?.why;
  return [
    `${colours.red(colours.bold(error.code))} ${error.message}`,
    ...(why ? [`  ${colours.dim('why')} ${why}`] : []),
    ...(error.fix ? [`  ${colours.dim('fix')} ${error.fix}`] : []),
  ].join('\n');
}

/** Any error as a body; one without a code is a defect, and says where it comes from. */
export function bodyOf(error: unknown): ErrorBody {
  // Who asked is told what the error quotes: the file is his own
  if (error instanceof TlcError) return { ...error.toBody(), message: error.message };
  const body = TlcError.from(error).toBody();
  const where = error instanceof Error ? error.stack?.split('\n')[1]?.trim() : undefined;
  return where ? { ...body, message: `${body.message} (${where})` } : body;
}
