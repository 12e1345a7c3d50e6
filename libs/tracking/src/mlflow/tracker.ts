import { type JobEvent, TlcError } from '#contracts';
import { figuresOf, type Tracker } from '../tracker.js';
import { type Call, mlflowClient } from './client.js';

/** A metric as MLflow takes it; milliseconds. */
interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** A step of a run, which is a run of MLflow. */
interface Tracked {
  readonly id: string;
  step: number;
  metrics: Metric[];
}

/** Metrics that one request may carry. */
const MOST_METRICS = 1000;

/** How events end, in MLflow's words. */
const ENDS: Partial<Record<JobEvent['type'], string>> = {
  completed: 'FINISHED',
  failed: 'FAILED',
  cancelled: 'KILLED',
};

/** Tells an MLflow server what happens: an experiment for each run, called after it, and in it a run for each step that computes, with its
 * curves and the figures of its result. What is told twice is there twice.
 * @throws TlcError TRACKING_FAILED */
export function mlflow(server: string): Tracker {
  const call = mlflowClient(server);
  const experiments = new Map<string, string>();
  const runs = new Map<string, Tracked>();

  async function open({ run, step, service, time }: JobEvent): Promise<Tracked> {
    const experiment = experiments.get(run) ?? (await experimentNamed(call, run));
    experiments.set(run, experiment);
    const tags = Object.entries({ 'mlflow.runName': step, 'tlc.run': run, 'tlc.step': step, 'tlc.service': service });
    const made = await call('POST', 'runs/create', {
      experiment_id: experiment,
      run_name: step,
      start_time: Date.parse(time),
      tags: tags.map(([key, value]) => ({ key, value })),
    });
    return { id: made.run.info.run_id as string, step: 0, metrics: [] };
  }

  async function send(tracked: Tracked): Promise<void> {
    const { id, metrics } = tracked;
    tracked.metrics = [];
    if (metrics.length > 0) await call('POST', 'runs/log-batch', { run_id: id, metrics });
  }

  return {
    async take(event) {
      const key = JSON.stringify([event.run, event.step]);
      if (event.type === 'started' && !runs.has(key)) runs.set(key, await open(event));
      const tracked = runs.get(key);
      if (!tracked) return;
      const timestamp = Date.parse(event.time);
      if (event.type === 'progress' && event.progress.step !== undefined) tracked.step = event.progress.step;
      for (const [name, value] of figuresOf(event)) {
        tracked.metrics.push({ key: name, value, timestamp, step: tracked.step });
      }
      const end = ENDS[event.type];
      if (end !== undefined || tracked.metrics.length > MOST_METRICS - 100) await send(tracked);
      if (end === undefined) return;
      runs.delete(key);
      await call('POST', 'runs/update', { run_id: tracked.id, status: end, end_time: timestamp });
    },
    async close() {
      for (const tracked of runs.values()) await send(tracked);
    },
  };
}

/** The id of an experiment, made where there is none of this name. */
async function experimentNamed(call: Call, name: string): Promise<string> {
  try {
    const found = await call('GET', 'experiments/get-by-name', { experiment_name: name });
    return found.experiment.experiment_id as string;
  } catch (error) {
    if (!(error instanceof TlcError) || error.details?.code !== 'RESOURCE_DOES_NOT_EXIST') throw error;
    return (await call('POST', 'experiments/create', { name })).experiment_id as string;
  }
}
