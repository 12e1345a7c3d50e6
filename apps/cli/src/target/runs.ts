import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Runner } from '#pipelines';
import { type JobEvent, type RunState, type RunSummary, TlcError } from '#contracts';
import type { Client } from '#messaging';
import { homeServer } from './private-server.js';
import { type Target, serverOf } from './target.js';

/** The runs of a target, those of the past too. */
export interface Runs {
  list(limit: number): Promise<readonly RunSummary[]>;
  /** With all its steps. @throws TlcError RUN_UNKNOWN */
  status(run: string): Promise<RunState>;
  /** @throws TlcError RUN_UNKNOWN, RUN_FINISHED */
  cancel(run: string): Promise<RunSummary>;
  events(run: string, options: { follow: boolean; signal?: AbortSignal }): AsyncIterable<JobEvent>;
  close(): Promise<void>;
}

/** Asks the pipelines service; where none runs, reads what the last one left, with a server of its own for that long.
 * @throws TlcError SERVER_UNREACHABLE, SERVER_NOT_FOUND */
export async function openRuns(target: Target): Promise<Runs> {
  if (target.kind === 'none' && !existsSync(join(target.home, 'nats'))) return NO_RUNS;
  const { connect } = await import('#messaging');
  const { url, own: server } = target.kind === 'none' ? await homeServer(target.home) : { url: await serverOf(target) };
  if (!server) {
    const client = await connect(url, { name: 'tlc' });
    return { ...runsOf(client, requesting(client)), close: () => client.close() };
  }
  try {
    const client = await connect(url, { name: 'tlc' });
    const [{ createRunner }, { openFolderStore }] = await Promise.all([import('#pipelines'), import('#artifacts')]);
    const runner = createRunner({ client, store: await openFolderStore(target.home), onTrouble: () => {} });
    const close = async () => {
      await runner.stop();
      await client.close();
      await server.stop();
    };
    // Nobody is at work: what a killed process left at work is given up with the rest.
    const cancel = (run: string) => runner.cancel(run, false);
    return { ...runsOf(client, { ...runner, cancel }), close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

type Source = Pick<Runner, 'list' | 'status' | 'cancel'>;

function requesting(client: Client): Source {
  return {
    list: async (limit) => (await client.request<{ runs: RunSummary[] }>('tlc.v1.pipelines.list', { limit })).runs,
    status: (run, from, limit) => client.request<RunState>('tlc.v1.pipelines.status', { run, from, limit }),
    cancel: (run) => client.request<RunSummary>('tlc.v1.pipelines.cancel', { run }),
  };
}

function runsOf(client: Client, source: Source): Omit<Runs, 'close'> {
  return {
    list: source.list,
    status: (run) => wholeStatus(source.status, run),
    cancel: source.cancel,
    events: (run, options) => client.events(run, options),
  };
}

/** An answer holds some hundred steps. */
export async function wholeStatus(status: Source['status'], run: string): Promise<RunState> {
  const PAGE = 500;
  const first = await status(run, 0, PAGE);
  const steps = [...first.steps];
  while (steps.length < first.total) steps.push(...(await status(run, steps.length, PAGE)).steps);
  return { ...first, steps };
}

const unknown = async (run: string): Promise<never> => {
  throw new TlcError('RUN_UNKNOWN', `there is no run ${run}: nothing has run in this home folder yet`);
};

const NO_RUNS: Runs = {
  list: async () => [],
  status: unknown,
  cancel: unknown,
  async *events(run) {
    await unknown(run);
  },
  close: async () => {},
};
