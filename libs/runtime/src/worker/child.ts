/** The child process that computes: `node child.js OPERATIONS [PLUGINS]`, the paths of a service's compiled operations
 * and, where it does `compress`, of the module that chooses its plugins. It does one thing at a time, as protocol.ts
 * says, and ends with the service. */
import { pathToFileURL } from 'node:url';
import { type CompressConfig, NOTICE, TlcError, checkConfig, findOperation, noticeLine } from '#contracts';
import type { OperationContext, Operations } from '../operation/operation.js';
import type { PluginOf } from '../plan/plan-job.js';
import type { Answer, ChildJob, FromChild, ToChild } from './protocol.js';

const [, , operationsPath, pluginsPath] = process.argv;
const send = (message: FromChild, sent?: () => void) => void process.send?.(message, undefined, undefined, sent);

/** What loading the operations gave notice of: each job's log has it. */
const notices: string[] = [];
process.on('warning', ({ name, message }) => {
  if (name === NOTICE) notices.push(noticeLine(message));
});

/** What the modules at the two paths export by default; loaded once. */
const loaded = new Map<string, Promise<unknown>>();
let loadFailed = false;

function load<T>(path: string): Promise<T> {
  const module = loaded.get(path) ?? import(pathToFileURL(path).href).then(({ default: main }) => main as T);
  loaded.set(path, module);
  module.catch(() => (loadFailed = true));
  return module as Promise<T>;
}

async function warm(): Promise<Answer> {
  // A load that fails is reported by the job that needs it.
  await Promise.allSettled([operationsPath, pluginsPath].filter(Boolean).map(load));
  return { type: 'warm' };
}

async function run(job: ChildJob, signal: AbortSignal): Promise<Answer> {
  const operation = (await load<Operations>(operationsPath))[job.operation];
  if (!operation) throw new TlcError('JOB_WRONG_SERVICE', `this service has no operation ${job.operation}`);
  signal.throwIfAborted();
  for (const text of notices) send({ type: 'log', level: 'warning', text });
  const spec = findOperation(job.operation);
  const context: OperationContext = {
    ...job,
    config: spec ? checkConfig(spec.config, job.config, 'config') : job.config,
    signal,
    progress: (progress) => send({ type: 'progress', progress }),
    log: (level, text) => send({ type: 'log', level, text }),
  };
  const result = await operation(context as OperationContext<never>);
  return { type: 'done', result, memory: process.memoryUsage.rss() };
}

async function choose(config: CompressConfig): Promise<Answer> {
  const pluginOf = await load<PluginOf>(pluginsPath);
  return { type: 'chosen', choice: await pluginOf(config) };
}

async function answer(work: Promise<Answer>): Promise<void> {
  try {
    send(await work);
  } catch (error) {
    const stack = error instanceof TlcError ? undefined : (error as Error)?.stack;
    // What could not be loaded may be there for the next process: this one would not look again.
    const end = loadFailed ? () => process.exit(1) : undefined;
    send({ type: 'failed', error: TlcError.from(error).toBody(), stack }, end);
  }
}

let cancel = new AbortController();
process.on('disconnect', () => process.exit());
process.on('message', (message: ToChild) => {
  if (message.type === 'warm') void answer(warm());
  if (message.type === 'choose') void answer(choose(message.config));
  if (message.type === 'cancel') cancel.abort();
  if (message.type === 'run') {
    cancel = new AbortController();
    void answer(run(message.job, cancel.signal));
  }
});
