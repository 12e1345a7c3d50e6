import type { ErrorCode } from '#contracts';

/** HTTP status of an error's code. */
export function statusOf(code: ErrorCode): number {
  if (code === 'SERVICE_BUSY') return 503;
  if (code === 'MESSAGE_TOO_LARGE') return 413;
  if (['MODEL_UNKNOWN', 'ARTIFACT_UNKNOWN', 'MESSAGE_UNKNOWN_SUBJECT'].includes(code)) return 404;
  if (/^(CONFIG_|NAME_|MESSAGE_|TEXT_)/.test(code) || code === 'ARTIFACT_WRONG_KIND') return 400;
  return 500;
}
