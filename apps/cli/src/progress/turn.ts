import type { RunSummary } from '#contracts';
import type { Client } from '#messaging';

/** Looks at a run whose steps wait until others are asked about. */
const LOOKS = 2;

/** Tells, once for each, of the runs that a run waits for: it has steps in the queue and none at work, while others have.
 * @returns a function of a run that returns the sentences to say */
export function createTurn(client: Client): (state: RunSummary) => Promise<string[]> {
  const said = new Set<string>();
  let waited = 0;
  return async ({ run, counts }) => {
    waited = counts.queued > 0 && counts.running === 0 ? waited + 1 : 0;
    if (waited < LOOKS) return [];
    const { runs } = await client.request<{ runs: RunSummary[] }>('tlc.v1.pipelines.list', { limit: 1000 });
    const before = runs.filter((other) => other.run !== run && other.counts.running > 0 && !said.has(other.run));
    for (const other of before) said.add(other.run);
    return before.map((other) => `waits for its turn: ${other.run} computes (Ctrl-C gives up)`);
  };
}
