import { Module } from '@nestjs/common';
import { HealthController } from './health.controller.js';
import { JobsController } from './jobs.controller.js';

/** Learns vocabularies and encodes data sets. */
@Module({ controllers: [JobsController, HealthController] })
export class TokenizationModule {}
