import { isNotice, type RunState, TlcError } from '#contracts';
import type { Client } from '#messaging';
import { wholeStatus } from '../target/runs.js';
import { createTurn } from './turn.js';
import { createUnserved } from './unserved.js';
import type { View } from './view.js';

/** Milliseconds between two looks at a run of which nothing is heard. */
const LOOK_MS = 1000;
/** Looks at a run with queued steps until it is asked who listens. */
const SILENT_LOOKS = 3;

const page = (client: Client, run: string, from: number, limit: number) =>
  client.request<RunState>('tlc.v1.pipelines.status', { run, from, limit });

/** A run with all its steps. */
export function runStatus(client: Client, run: string): Promise<RunState> {
  return wholeStatus((id, from, limit) => page(client, id, from, limit), run);
}

/** Shows a run until it has ended, and returns how. The service is asked whether it has: steps that are skipped or given
 * up have no events.
 * @param before the run as it was a moment ago, with all its steps */
export async function followRun(client: Client, before: RunState, view: View): Promise<RunState> {
  const { run } = before;
  const shown = new Set<string>();
  const notices = new Set<string>();
  const showEnded = (state: RunState, wanted: (status: string) => boolean) => {
    for (const step of state.steps) {
      if (shown.has(step.name) || !wanted(step.status)) continue;
      shown.add(step.name);
      view.ended(step);
    }
  };
  showEnded(before, (status) => ['completed', 'failed', 'cancelled', 'skipped'].includes(status));

  const ending = new AbortController();
  let look = () => {};
  const listening = (async () => {
    for await (const event of client.events(run, { signal: ending.signal })) {
      if (shown.has(event.step)) continue;
      if (event.type === 'log' && isNotice(event.text)) {
        if (notices.has(event.text)) continue;
        notices.add(event.text);
      }
      view.event(event);
      if (!['completed', 'failed', 'cancelled'].includes(event.type)) continue;
      shown.add(event.step);
      look();
    }
  })();
  listening.catch(() => {});
  const unserved = createUnserved(client);
  const turn = createTurn(client);
  for (let silent = 0; ;) {
    const state = await page(client, run, 0, 0).catch(unlessUnknown);
    if (state && state.status !== 'running') break;
    if (state) for (const text of await turn(state).catch(() => [])) view.say(text);
    silent = state && state.counts.queued > 0 ? silent + 1 : 0;
    if (silent > 0 && silent % SILENT_LOOKS === 0) {
      const whole = await runStatus(client, run).catch(() => undefined);
      if (whole) for (const text of await unserved(whole)) view.say(text);
    }
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
  const state = await runStatus(client, run);
  showEnded(state, () => true);
  return state;
}

/** A service that is away is asked again; of a run that is not there nothing will come any more. */
function unlessUnknown(error: unknown): undefined {
  if (error instanceof TlcError && error.code === 'RUN_UNKNOWN') throw error;
}
