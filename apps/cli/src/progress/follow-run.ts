import type { RunState } from '#contracts';
import type { Client } from '#messaging';
import { wholeStatus } from '../target/runs.js';
import type { View } from './view.js';

/** Milliseconds between two looks at a run of which nothing is heard. */
const LOOK_MS = 1000;

/** Shows a run until it has ended, and returns how. The service is asked whether it has: steps that are skipped or given
 * up have no events. */
export async function followRun(client: Client, run: string, view: View): Promise<RunState> {
  const status = (id: string, from: number, limit: number) =>
    client.request<RunState>('tlc.v1.pipelines.status', { run: id, from, limit });
  const shown = new Set<string>();
  const showEnded = (state: RunState, wanted: (status: string) => boolean) => {
    for (const step of state.steps) {
      if (shown.has(step.name) || !wanted(step.status)) continue;
      shown.add(step.name);
      view.ended(step);
    }
  };
  showEnded(await wholeStatus(status, run), (state) => state === 'completed');

  const ending = new AbortController();
  let look = () => {};
  const listening = (async () => {
    for await (const event of client.events(run, { signal: ending.signal })) {
      if (shown.has(event.step)) continue;
      view.event(event);
      if (!['completed', 'failed', 'cancelled'].includes(event.type)) continue;
      shown.add(event.step);
      look();
    }
  })();
  listening.catch(() => {});
  for (;;) {
    const state = await status(run, 0, 0).catch(() => undefined);
    if (state && state.status !== 'running') break;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS);
      look = () => {
        clearTimeout(timer);
        // A service that hears of the same event a moment later has counted it then.
        setTimeout(resolve, 20);
      };
    });
  }
  ending.abort();
  await listening;
  const state = await wholeStatus(status, run);
  showEnded(state, () => true);
  return state;
}
