import type { Answers } from '#pipelines';
import type { FolderStore } from '#artifacts';

/** What is answered from a home folder in this process, without a server. */
export async function openLocal(home: string): Promise<{ readonly store: FolderStore; readonly answers: Answers }> {
  const [{ openFolderStore }, { createAnswers }] = await Promise.all([import('#artifacts'), import('#pipelines')]);
  const store = await openFolderStore(home);
  return { store, answers: createAnswers(store) };
}
