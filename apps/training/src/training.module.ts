import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { JobsController } from './jobs.controller.js';

/** Pre-trains, fine-tunes and imports models. */
@Module({ controllers: [JobsController, HealthController] })
export class TrainingModule {}
