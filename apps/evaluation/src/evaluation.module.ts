import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { JobsController } from './jobs.controller.js';

/** Measures models and texts. */
@Module({ controllers: [JobsController, HealthController] })
export class EvaluationModule {}
