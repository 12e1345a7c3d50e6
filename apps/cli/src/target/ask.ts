import type { FolderStore } from '#artifacts';
import type { Answers } from '#pipelines';
import { openLocal } from './local-answers.js';
import { type Target, serverOf } from './target.js';

export interface AskOptions {
  /** As openLocal has them. */
  readonly folders?: readonly string[];
  /** Milliseconds that a server of somebody else may take. */
  readonly timeoutMs?: number;
}

/** Asks the pipelines service where the server is somebody else's; otherwise this process answers from the home folder,
 * which is that of a running `tlc up` too.
 * @throws TlcError the answer's own, SERVER_UNREACHABLE, SERVICE_TIMEOUT */
export async function ask<T>(
  target: Target,
  subject: string,
  body: object,
  answer: (answers: Answers, store: FolderStore) => Promise<T>,
  { folders, timeoutMs = 60_000 }: AskOptions = {},
): Promise<T> {
  if (target.kind !== 'remote') {
    const { answers, store } = await openLocal(target, folders);
    return answer(answers, store);
  }
  const { connect } = await import('#messaging');
  const client = await connect(await serverOf(target), { name: 'tlc' });
  try {
    return await client.request<T>(subject, body, timeoutMs);
  } finally {
    await client.close();
  }
}
