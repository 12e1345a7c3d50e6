/** @import { JobEvent, RunState, StepState, SubmitAnswer } from '#contracts' */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openFolderStore } from '#artifacts';
import { connect, startServer } from '#messaging';
import { until } from './until.mjs';

const PROGRAM = new URL('./services.mjs', import.meta.url);

/**
 * A system of its own, as a stranger would start it: a private NATS server in this process's care, the services in
 * another process, a home folder of both, and a folder for that and for the files of the tests.
 *
 * @param {{ home?: string, env?: Record<string, string>, log?: number }} [options] `home`: left out, one in the folder;
 * `log`: an open file for what the services say
 */
export async function startSystem({ home, env = {}, log } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-e2e-'));
  const place = home ?? join(folder, 'home');
  const roots = [folder, process.cwd()].join(delimiter);
  const nats = { store: join(place, 'nats') };
  let server = await startServer(nats);
  const { url } = server;
  const port = Number(new URL(url).port);
  const client = await connect(url);
  let services = await startServices();

  async function startServices() {
    const child = fork(PROGRAM, {
      env: {
        ...process.env,
        TLC_LOG_LEVEL: 'error',
        TLC_INPUT_ROOTS: roots,
        ...env,
        TLC_NATS_URL: url,
        TLC_HOME: place,
      },
      stdio: log === undefined ? 'inherit' : ['ignore', log, log, 'ipc'],
    });
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the services ended with ${signal ?? code} before they were ready`);
    });
    ended.catch(() => {});
    await Promise.race([once(child, 'message'), ended]);
    return child;
  }

  async function killServices() {
    const ended = once(services, 'exit');
    services.kill('SIGKILL');
    await ended;
  }

  /** @param {Record<string, unknown>} request */
  const submit = async (request) => {
    /** @type {SubmitAnswer} */
    const { run } = await client.request('tlc.v1.pipelines.submit', { folder, ...request }, 30_000);
    return run;
  };

  /**
   * @param {string} run
   * @returns {Promise<RunState>}
   */
  const status = (run) => client.request('tlc.v1.pipelines.status', { run });

  /**
   * The state of a run when it has ended.
   *
   * @param {string} run
   */
  const ended = (run) =>
    until(`the end of ${run}`, async () => {
      const state = await status(run);
      return state.status !== 'running' && state;
    });

  /** @type {AbortController[]} */
  const listening = [];

  return {
    folder,
    url,
    client,
    home: place,
    /** The store of the services, opened here too. */
    store: await openFolderStore(place),
    submit,
    status,
    ended,
    /**
     * Runs a pipeline to its end.
     *
     * @param {Record<string, unknown>} steps
     * @param {Record<string, unknown>} [more] of the request
     */
    run: async (steps, more = {}) => ended(await submit({ pipeline: { name: 'e2e', steps }, ...more })),
    /**
     * The events of a run, in an array that grows as they come.
     *
     * @param {string} run
     */
    events: (run) => {
      const stop = new AbortController();
      listening.push(stop);
      /** @type {JobEvent[]} */
      const seen = [];
      void (async () => {
        for await (const event of client.events(run, { signal: stop.signal })) seen.push(event);
      })();
      return seen;
    },
    /** Kills the services with SIGKILL and starts them again, on the same home and the same server. */
    restartServices: async () => {
      await killServices();
      services = await startServices();
    },
    stopServer: () => server.stop(),
    /** On the same port and the same store. */
    startServer: async () => {
      server = await startServer({ ...nats, port, token: new URL(url).username });
    },
    close: async () => {
      for (const stop of listening) stop.abort();
      await killServices();
      await client.close();
      await server.stop();
      // Children of the services end a moment after them, and may write until then.
      await rm(folder, { recursive: true, force: true, maxRetries: 20 });
    },
  };
}

/**
 * A step of a run by its name.
 *
 * @param {RunState} state
 * @param {string} name
 * @returns {StepState}
 */
export function stepOf(state, name) {
  const step = state.steps.find((each) => each.name === name);
  if (!step) throw new Error(`the run has no step ${name}`);
  return step;
}
