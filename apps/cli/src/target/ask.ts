import type { Answers } from '#pipelines';
import { openLocal } from './local-answers.js';
import { type Target, serverOf } from './target.js';

/** Asks the pipelines service where the server is somebody else's; otherwise this process answers from the home folder,
 * which is that of a running `tlc up` too.
 * @param folders as openLocal has them
 * @throws TlcError the answer's own, SERVER_UNREACHABLE, SERVICE_TIMEOUT */
export async function ask<T>(
  target: Target,
  subject: string,
  body: object,
  answer: (answers: Answers) => Promise<T>,
  folders?: readonly string[],
): Promise<T> {
  if (target.kind !== 'remote') return answer((await openLocal(target.home, folders)).answers);
  const { connect } = await import('#messaging');
  const client = await connect(await serverOf(target), { name: 'tlc' });
  try {
    return await client.request<T>(subject, body, 60_000);
  } finally {
    await client.close();
  }
}
