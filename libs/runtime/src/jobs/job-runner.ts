import { type FolderStore, heldTo, type InputLimits, type Manifest } from '#artifacts';
import { type JobMessage, TlcError } from '#contracts';
import { type Client, type Delivery, traced } from '#messaging';
import { type OperationContext, type OperationRegistry, type ResolvedJob, resolveJob } from '#jobs';
import type { Slots } from '../slots/slots.js';
import type { Worker } from '../worker/worker.js';
import { cancelSignal } from './cancel-signal.js';
import { claim } from './claim.js';
import { compute } from './compute.js';
import { openInputs } from './open-inputs.js';
import { type Report, createReport } from './report.js';

export interface JobRunnerOptions {
  readonly service: string;
  readonly client: Client;
  readonly store: FolderStore;
  readonly worker: Worker;
  readonly slots: Slots;
  readonly operations: OperationRegistry;
  /** Where the inputs of a job may lie, as of now. */
  readonly limits: () => InputLimits;
}

/** What one making of an artifact goes by. */
interface Making {
  /** Number of the delivery, from 1. */
  readonly delivery: number;
  readonly report: Report;
  readonly signal: AbortSignal;
  readonly limits: InputLimits;
}

/** How many jobs ended how since the service started. */
export type JobCounts = Readonly<Record<'completed' | 'cached' | 'failed' | 'cancelled', number>>;

/** Does the jobs of a service: from the message to the artifact and the last event. */
export class JobRunner {
  private readonly ended = { completed: 0, cached: 0, failed: 0, cancelled: 0 };

  constructor(private readonly options: JobRunnerOptions) {}

  get counts(): JobCounts {
    return { ...this.ended };
  }

  /** Does one job and publishes its events. Resolves when it is settled: completed, failed or cancelled. Rejects when the
   * service shuts down before, or NATS cannot be reached: then the job is another worker's. */
  async run(job: JobMessage, delivery: Delivery): Promise<void> {
    const { client, service } = this.options;
    const cancelled = await cancelSignal(client, delivery.run);
    const report = createReport(client, delivery, service);
    try {
      cancelled.signal.throwIfAborted();
      const signal = AbortSignal.any([cancelled.signal, delivery.signal]);
      const { manifest, isCached } = await traced(
        'artifact',
        { attributes: { 'tlc.operation': job.operation } },
        async (span) => {
          const made = await this.make(job, delivery.attempt, report, signal);
          span.setAttributes({ 'tlc.artifact': made.manifest.id, 'tlc.cached': made.isCached });
          return made;
        },
      );
      const { id, seconds, summary } = manifest;
      this.ended[isCached ? 'cached' : 'completed'] += 1;
      report.completed({ artifact: id, cached: isCached, seconds, summary });
    } catch (error) {
      if (cancelled.signal.aborted) {
        this.ended.cancelled += 1;
        report.cancelled();
      } else if (delivery.signal.aborted) throw error;
      else {
        this.ended.failed += 1;
        report.failed(TlcError.from(error));
      }
    } finally {
      cancelled.release();
      await report.settled();
    }
  }

  private async make(job: JobMessage, delivery: number, report: Report, signal: AbortSignal) {
    const { store } = this.options;
    const limits = this.options.limits();
    const resolved = await heldTo(limits, () => this.resolve(job));
    const there = await store.standing(resolved.id);
    if (there) return { manifest: there, isCached: true };
    const held = store.hold();
    try {
      const inputs = await openInputs(held, resolved.operation, resolved.inputs);
      return await this.makeClaimed(resolved, inputs, { delivery, report, signal, limits });
    } finally {
      await held.release();
    }
  }

  /** Makes an artifact while nobody else on this file system makes it. */
  private async makeClaimed(resolved: ResolvedJob, inputs: OperationContext['inputs'], making: Making) {
    const { store } = this.options;
    const { delivery, report, signal, limits } = making;
    const unclaim = await claim(store, resolved.id, signal);
    try {
      const madeMeanwhile = await store.standing(resolved.id);
      if (madeMeanwhile) return { manifest: madeMeanwhile, isCached: true };
      if (await store.has(resolved.id)) await store.remove(resolved.id);
      const free = resolved.operation.heavy ? await this.options.slots.take(signal) : () => {};
      for (const warning of resolved.warnings) report.log('warning', warning);
      const onAttempt = (attempt: number) => report.started({ artifact: resolved.id, attempt: delivery + attempt - 1 });
      try {
        const manifest: Manifest = await compute(resolved, inputs, {
          ...this.options,
          watcher: report,
          signal,
          onAttempt,
          limits,
        });
        return { manifest, isCached: false };
      } finally {
        await free();
      }
    } finally {
      await unclaim();
    }
  }

  private resolve(job: JobMessage): Promise<ResolvedJob> {
    const { service, operations, store, worker } = this.options;
    return resolveJob(job, { service, operations, digest: store.digestFiles, choosePlugin: worker.choose });
  }
}
