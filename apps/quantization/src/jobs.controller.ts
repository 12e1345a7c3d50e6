import { Controller } from '@nestjs/common';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { JobMessage, jobSubject } from '#contracts';
import type { Delivery } from '#messaging';
import { JobRunner } from '#runtime';

/** The queue of the quantization service: its child process does what operations.ts lists. */
@Controller()
export class JobsController {
  constructor(private readonly jobs: JobRunner) {}

  @EventPattern<string>(jobSubject('quantization'))
  run(@Payload() job: JobMessage, @Ctx() delivery: Delivery): Promise<void> {
    return this.jobs.run(job, delivery);
  }
}
