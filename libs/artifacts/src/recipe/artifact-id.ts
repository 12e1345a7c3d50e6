import { TlcError } from '#contracts';

const ID = /^[0-9a-f]{64}$/;
const PREFIX = /^[0-9a-f]{1,64}$/;

/** Whether the text has the form of an artifact's id. */
export const isArtifactId = (text: string): boolean => ID.test(text);

/** Returns `id`, or throws ARTIFACT_ID_INVALID: an id becomes the name of a folder. */
export function checkId(id: string): string {
  if (isArtifactId(id)) return id;
  throw invalid(id, '64 hexadecimal digits');
}

/** Returns the beginning of an id, or throws ARTIFACT_ID_INVALID. */
export function checkIdPrefix(prefix: string): string {
  if (PREFIX.test(prefix)) return prefix;
  throw invalid(prefix, 'the first of an id’s 64 hexadecimal digits');
}

function invalid(id: string, expected: string): TlcError {
  return new TlcError('ARTIFACT_ID_INVALID', `artifact ${JSON.stringify(String(id).slice(0, 80))} is not ${expected}`);
}
