import { Controller, Module, type Type } from '@nestjs/common';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { JobMessage, healthSubject, jobSubject } from '#contracts';
import { findOperations, jobServiceSubjects } from '#jobs';
import type { Delivery } from '#messaging';
import { JobRunner } from '../jobs/job-runner.js';
import { Health, type HealthReport } from './health.js';
import { type RunningService, type ServiceOptions, startService } from './start-service.js';

/** Starts a service in this process. */
export type StartService = (options?: ServiceOptions) => Promise<RunningService>;

/** A service that does the jobs of its queue: those operations under libs/operations that name it. Its child process
 * loads them.
 * @param folder from which the child process loads operations instead */
export function jobService(name: string, folder?: string): StartService {
  return async (options = {}) => {
    const operations = await findOperations();
    const subjects = jobServiceSubjects(name, operations);
    const definition = { name, module: moduleOf(name), subjects, operations, queues: operations.services, folder };
    return startService(definition, options);
  };
}

function moduleOf(service: string): Type {
  @Controller()
  class JobsController {
    constructor(
      private readonly jobs: JobRunner,
      private readonly state: Health,
    ) {}

    @EventPattern<string>(jobSubject(service))
    run(@Payload() job: JobMessage, @Ctx() delivery: Delivery): Promise<void> {
      return this.jobs.run(job, delivery);
    }

    @MessagePattern(healthSubject(service))
    health(): HealthReport {
      return this.state.report();
    }
  }

  @Module({ controllers: [JobsController] })
  class JobsModule {}
  return JobsModule;
}
