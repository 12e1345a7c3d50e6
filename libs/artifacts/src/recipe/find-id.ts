import { TlcError } from '#contracts';

/** The one id that begins so.
 * @param where for the error, such as the folder
 * @throws TlcError ARTIFACT_UNKNOWN where none or several do */
export function findId(ids: readonly string[], prefix: string, where: string): string {
  const found = ids.filter((id) => id.startsWith(prefix));
  if (found.length === 1) return found[0];
  const what = found.length === 0 ? 'no artifact' : `${found.length} artifacts`;
  const message = `${what} in ${where} ${found.length > 1 ? 'begin' : 'begins'} with ${prefix}`;
  throw new TlcError('ARTIFACT_UNKNOWN', message, { details: { prefix, candidates: found.slice(0, 10) } });
}
