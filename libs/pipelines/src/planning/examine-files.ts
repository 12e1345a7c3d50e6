import { queryOf } from './query-of.js';
import { inField } from './references.js';
import type { ResolvedPipeline } from './resolve-pipeline.js';

/** Looks at the files of the steps that would run, where their operations do.
 * @param seen artifacts whose files have been looked at: an artifact's id says what they hold
 * @throws TlcError what the operations refuse, with the step */
export async function examineFiles({ steps }: ResolvedPipeline, seen: Set<string>): Promise<void> {
  for (const { base, cached, job } of steps) {
    const { operation, id } = job;
    if (cached || !operation.examine || seen.has(id)) continue;
    await operation.examine(queryOf(job)).catch(inField(`steps.${base}`));
    seen.add(id);
  }
}
