/** The child process that computes: `node child.js SERVICE [FOLDER]`, the service whose operations it does, and the folder
 * where they are if it is not TLC's own. It does one thing at a time, as protocol.ts says, and ends with the service. */
import { heldTo } from '#artifacts';
import { NOTICE, type Progress, TlcError, checkConfig, noticeLine } from '#contracts';
import { type ChoosePlugin, type Operation, findOperations } from '#jobs';
import type { Answer, ChildJob, FromChild, PluginRequest, ToChild } from './protocol.js';

const [, , service, folder] = process.argv;
const send = (message: FromChild, sent?: () => void) => void process.send?.(message, undefined, undefined, sent);

/** What loading the operations gave notice of: each job's log has it. */
const notices: string[] = [];
process.on('warning', ({ name, message }) => {
  if (name === NOTICE) notices.push(noticeLine(message));
});

let loadFailed = false;

/** Waits for a module. What could not be loaded may be there for the next process: this one would not look again. */
function loaded<T>(module: Promise<T>): Promise<T> {
  return module.catch((error) => {
    loadFailed = true;
    throw error;
  });
}

async function operations(): Promise<readonly Operation[]> {
  const registry = await loaded(findOperations(folder));
  return registry.list().filter(({ services }) => services.includes(service));
}

async function warm(): Promise<Answer> {
  // A load that fails is reported by the job that needs it.
  const all = await operations().catch(() => []);
  await Promise.allSettled(all.flatMap((one) => [loaded(one.load()), one.loadPlugins && loaded(one.loadPlugins())]));
  return { type: 'warm' };
}

async function run(job: ChildJob, signal: AbortSignal): Promise<Answer> {
  const operation = (await operations()).find(({ name }) => name === job.operation);
  if (!operation) throw new TlcError('JOB_WRONG_SERVICE', `this service has no operation ${job.operation}`);
  const module = await loaded(operation.load());
  signal.throwIfAborted();
  for (const text of notices) send({ type: 'log', level: 'warning', text });
  const { limits, ...given } = job;
  const context = {
    ...given,
    config: checkConfig(operation.config, job.config, 'config'),
    signal,
    progress: (progress: Progress) => send({ type: 'progress', progress }),
    log: (level: 'info' | 'warning', text: string) => send({ type: 'log', level, text }),
  };
  const result = await heldTo(limits, () => module.run(context));
  return { type: 'done', result, memory: process.memoryUsage.rss() };
}

async function choose({ id, config, path, searched }: PluginRequest): Promise<Answer> {
  const load = (await operations()).find(({ loadPlugins }) => loadPlugins)?.loadPlugins;
  const choosePlugin = await loaded((load as () => Promise<ChoosePlugin>)());
  return { type: 'chosen', choice: await choosePlugin(id, config, path, searched) };
}

async function answer(work: Promise<Answer>): Promise<void> {
  try {
    send(await work);
  } catch (error) {
    const stack = error instanceof TlcError ? undefined : (error as Error)?.stack;
    const end = loadFailed ? () => process.exit(1) : undefined;
    send({ type: 'failed', error: TlcError.from(error).toBody(), stack }, end);
  }
}

let cancel = new AbortController();
process.on('disconnect', () => process.exit());
process.on('message', (message: ToChild) => {
  if (message.type === 'warm') void answer(warm());
  if (message.type === 'choose') void answer(choose(message.request));
  if (message.type === 'cancel') cancel.abort();
  if (message.type === 'run') {
    cancel = new AbortController();
    void answer(run(message.job, cancel.signal));
  }
});
