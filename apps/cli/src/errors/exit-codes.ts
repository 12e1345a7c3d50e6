import type { ErrorCode } from '#contracts';

/** Exit codes that scripts can use; `tlc --help` lists them. */
export const EXIT = { ok: 0, failed: 1, usage: 2, unreachable: 3, cancelled: 130 } as const;

const UNREACHABLE: readonly ErrorCode[] = [
  'SERVER_UNREACHABLE',
  'SERVER_NOT_FOUND',
  'SERVER_NO_JETSTREAM',
  'SERVER_REFUSED',
  'SERVER_TLS_FAILED',
  'SERVER_TOO_OLD',
  'SERVICE_TIMEOUT',
];

/** What the user wrote is at fault. */
const USAGE =
  /^(CONFIG_|NAME_|PIPELINE_|MESSAGE_|DATA_UNKNOWN_TASK|PLUGIN_UNKNOWN|MODEL_UNKNOWN|HTTP_PORT_TAKEN|RUN_UNKNOWN|RUN_FINISHED|ARTIFACT_UNKNOWN|ARTIFACT_WRONG_KIND|ARTIFACT_ID_INVALID|EXPORT_FOLDER_NOT_EMPTY|FILE_MISSING)/;

/** The exit code for an error that ends a command. */
export function exitCodeOf(code: ErrorCode): number {
  if (UNREACHABLE.includes(code)) return EXIT.unreachable;
  return USAGE.test(code) ? EXIT.usage : EXIT.failed;
}
