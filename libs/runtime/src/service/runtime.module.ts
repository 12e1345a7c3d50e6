import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import type { FolderStore, InputLimits } from '#artifacts';
import type { Client } from '#messaging';
import { JobRunner } from '../jobs/job-runner.js';
import { Health } from './health.js';
import type { Logger } from './logger.js';

/** Tokens under which a service's classes get what the runtime made: `@Inject(CLIENT) client: Client`. */
export const CLIENT = Symbol('Client');
export const STORE = Symbol('FolderStore');
export const LOGGER = Symbol('Logger');
/** Whether all services run in this process, so that this machine is the one that computes. */
export const COMPUTES_HERE = Symbol('computesHere');

/** A function that says where inputs may lie. */
export const INPUT_LIMITS = Symbol('inputLimits');

export interface RuntimeParts {
  readonly client: Client;
  readonly store: FolderStore;
  readonly logger: Logger;
  readonly health: Health;
  readonly jobs?: JobRunner;
  readonly computesHere: boolean;
  readonly limits: () => InputLimits;
}

/** What every service shares, for injection in all its modules. JobRunner is there where the service does jobs. */
@Global()
@Module({})
export class RuntimeModule {
  static of(parts: RuntimeParts): DynamicModule {
    const providers: Provider[] = [
      { provide: CLIENT, useValue: parts.client },
      { provide: STORE, useValue: parts.store },
      { provide: LOGGER, useValue: parts.logger },
      { provide: Health, useValue: parts.health },
      { provide: INPUT_LIMITS, useValue: parts.limits },
      { provide: COMPUTES_HERE, useValue: parts.computesHere },
      ...(parts.jobs ? [{ provide: JobRunner, useValue: parts.jobs }] : []),
    ];
    return { module: RuntimeModule, providers, exports: providers };
  }
}
