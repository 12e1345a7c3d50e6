import { Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FolderStore, InputLimits } from '#artifacts';
import type { Client } from '#messaging';
import { CLIENT, INPUT_LIMITS, LOGGER, type Logger, STORE, createTurns } from '#runtime';
import { ArtifactsController } from './artifacts.controller.js';
import { HealthController } from './health.controller.js';
import { PipelinesController } from './pipelines.controller.js';
import { PluginsController } from './plugins.controller.js';
import { type Runner, createAnswers, createRunner } from '#pipelines';
import { ANSWERS, RUNNER, TURNS } from './tokens.js';

/** Pipelines that are planned at a time. */
const AT_ONCE = 8;
/** Pipelines that wait to be planned, at most: the memory that they take is bounded. */
const MOST_WAITING = 10_000;
const MOST_BYTES = 64 * 2 ** 20;
/** How long one waits whose sender does not say how long it will. */
const PATIENCE_MS = 60_000;

/** Accepts pipelines, plans, dispatches, remembers. */
@Module({
  controllers: [PipelinesController, PluginsController, ArtifactsController, HealthController],
  providers: [
    {
      provide: ANSWERS,
      inject: [STORE, INPUT_LIMITS],
      useFactory: (store: FolderStore, limits: () => InputLimits) => createAnswers(store, limits),
    },
    {
      provide: TURNS,
      useFactory: () =>
        createTurns({ atOnce: AT_ONCE, most: MOST_WAITING, mostBytes: MOST_BYTES, patienceMs: PATIENCE_MS }),
    },
    {
      provide: RUNNER,
      inject: [CLIENT, STORE, LOGGER],
      useFactory: (client: Client, store: FolderStore, logger: Logger) =>
        createRunner({ client, store, onTrouble: (error, what) => logger.warn({ err: error }, what) }),
    },
  ],
})
export class PipelinesModule implements OnModuleInit, OnModuleDestroy {
  constructor(@Inject(RUNNER) private readonly runner: Runner) {}

  onModuleInit(): Promise<void> {
    return this.runner.start();
  }

  onModuleDestroy(): Promise<void> {
    return this.runner.stop();
  }
}
