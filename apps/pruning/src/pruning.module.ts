import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { JobsController } from './jobs.controller.js';

/** Runs the plugins of every removing kind. */
@Module({ controllers: [JobsController, HealthController] })
export class PruningModule {}
