import type { Answers } from '#pipelines';
import type { FolderStore, InputLimits } from '#artifacts';

/** What is answered from a home folder in this process, without a server. */
export interface Local {
  readonly store: FolderStore;
  readonly answers: Answers;
  /** Where inputs may lie: in these folders, and in what pipelines that were planned so far name. */
  readonly limits: InputLimits;
}

/** @param folders whose files may be inputs, besides the one that the command runs in */
export async function openLocal(home: string, folders: readonly string[] = []): Promise<Local> {
  const [{ openFolderStore }, { createAnswers }, { jobLimits }] = await Promise.all([
    import('#artifacts'),
    import('#pipelines'),
    import('#jobs'),
  ]);
  const store = await openFolderStore(home);
  const limits = jobLimits(store.layout, [process.cwd(), ...folders], true);
  return { store, answers: createAnswers(store, () => limits), limits };
}
