import { Inject, Module, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FolderStore } from '#artifacts';
import type { HttpServer } from '#http';
import type { Client } from '#messaging';
import { CLIENT, LOGGER, type Logger, STORE } from '#runtime';
import { createModelServer, type ModelServer, modelsOfStore, readSettings, startHttp } from '#serving';
import { HealthController } from './health.controller.js';
import { ModelsController } from './models.controller.js';
import { MODELS } from './tokens.js';

/** Answers for texts by the models of the store, over NATS and, where a port is set, over HTTP. */
@Module({
  controllers: [ModelsController, HealthController],
  providers: [
    {
      provide: MODELS,
      inject: [STORE, LOGGER],
      useFactory: (store: FolderStore, logger: Logger) =>
        createModelServer({
          ...readSettings().models,
          source: modelsOfStore(store),
          onTrouble: (error, what) => logger.warn({ err: error }, what),
        }),
    },
  ],
})
export class ServingModule implements OnModuleInit, OnModuleDestroy {
  private http?: HttpServer;

  constructor(
    @Inject(MODELS) private readonly models: ModelServer,
    @Inject(CLIENT) private readonly client: Client,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    const { http } = readSettings();
    if (!http) return;
    this.http = await startHttp(this.models, { ...http, isReady: () => this.client.isConnected });
    this.logger.info({ url: this.http.url }, 'serving listens over HTTP');
  }

  async onModuleDestroy(): Promise<void> {
    await this.http?.close();
    await this.models.close();
  }
}
