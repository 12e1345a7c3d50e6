import type { Answers } from '#pipelines';
import type { FolderStore, InputLimits } from '#artifacts';
import { storeOf } from './store.js';
import type { Target } from './target.js';

/** What is answered in this process, from a home folder or from what a server keeps of artifacts. */
export interface Local {
  readonly store: FolderStore;
  readonly answers: Answers;
  /** Where inputs may lie: in these folders, and in what pipelines that were planned so far name. */
  readonly limits: InputLimits;
}

/** @param folders whose files may be inputs, besides the one that the command runs in */
export async function openLocal(target: Target, folders: readonly string[] = []): Promise<Local> {
  const [{ createAnswers }, { jobLimits }] = await Promise.all([import('#pipelines'), import('#jobs')]);
  const store = await storeOf(target);
  const limits = jobLimits(store.layout, [process.cwd(), ...folders], true);
  return { store, answers: createAnswers(store, () => limits), limits };
}
