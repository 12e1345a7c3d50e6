import { VERSION } from '#contracts';
import type { JobCounts, JobRunner } from '../jobs/job-runner.js';
import type { Worker, WorkerState } from '../worker/worker.js';

/** What a service answers on `tlc.v1.services.<service>.health`. */
export interface HealthReport {
  readonly service: string;
  readonly version: string;
  readonly pid: number;
  readonly uptime_seconds: number;
  readonly memory_bytes: number;
  /** Absent where a service does no jobs. */
  readonly worker?: WorkerState;
  readonly jobs?: JobCounts;
}

/** The state of a service. */
export class Health {
  private readonly since = performance.now();

  constructor(
    private readonly service: string,
    private readonly worker?: Worker,
    private readonly jobs?: JobRunner,
  ) {}

  report(): HealthReport {
    return {
      service: this.service,
      version: VERSION,
      pid: process.pid,
      uptime_seconds: Math.round((performance.now() - this.since) / 1000),
      memory_bytes: process.memoryUsage.rss(),
      ...(this.worker && { worker: this.worker.state }),
      ...(this.jobs && { jobs: this.jobs.counts }),
    };
  }
}
