import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, MessagePattern, Payload } from '@nestjs/microservices';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmptyRequest, JobMessage, TlcError, healthSpec, healthSubject, jobSpec, jobSubject } from '#contracts';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import { NatsTransport } from './nats-transport.js';
import { PassErrorsFilter } from './pass-errors.filter.js';

const jobs: unknown[] = [];
const subjects = [healthSpec('training'), jobSpec('training', {})];

@Controller()
class Jobs {
  @EventPattern<string>(jobSubject('training'))
  run(@Payload() job: JobMessage, @Ctx() delivery: { step: string }) {
    jobs.push([job instanceof JobMessage, delivery.step]);
  }
}

@Controller()
class Health {
  @MessagePattern(healthSubject('training'))
  health(@Payload() request: EmptyRequest) {
    return { isChecked: request instanceof EmptyRequest };
  }
}

@Controller()
class Failing {
  @MessagePattern(healthSubject('training'))
  health() {
    throw new TlcError('ENGINE_MISSING', 'no library');
  }
}

@Controller()
class Unknown {
  @MessagePattern('tlc.v1.unknown')
  answer() {}
}

const moduleOf = (...controllers: (new () => object)[]) => {
  class Root {}
  Module({ controllers })(Root);
  return Root;
};

describe('Nest transport', () => {
  let folder: string;
  let server: PrivateServer;
  let client: Client;
  let app: INestMicroservice | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-nest-'));
    server = await startServer({ store: folder });
    client = await connect(server.url);
  });
  afterAll(async () => {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function start(...controllers: (new () => object)[]) {
    const strategy = new NatsTransport({ client, service: 'training', subjects, graceMs: 0 });
    app = await NestFactory.createMicroservice(moduleOf(...controllers), {
      strategy,
      logger: false,
      abortOnError: false,
    });
    app.useGlobalFilters(new PassErrorsFilter());
    await app.listen();
  }

  it('brings requests and jobs, checked, to the decorated handlers', async () => {
    await start(Jobs, Health);
    expect(await client.request(healthSubject('training'))).toEqual({ isChecked: true });
    await client.publishJob('training', { operation: 'x', step: 'a' });
    while (jobs.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(jobs).toEqual([[true, 'a']]);
    await app!.close();
    await expect(client.request(healthSubject('training'))).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
  });

  it('answers with the error that a handler throws', async () => {
    await start(Jobs, Failing);
    await expect(client.request(healthSubject('training'))).rejects.toMatchObject({ code: 'ENGINE_MISSING' });
    await app!.close();
  });

  it.each([
    ['a message has no handler', [Jobs], { missing: ['tlc.v1.services.training.health'] }],
    ['a message has two', [Jobs, Health, Failing], { twice: ['tlc.v1.services.training.health'] }],
    ['a handler is for no message', [Jobs, Health, Unknown], { unknown: ['tlc.v1.unknown'] }],
  ])('refuses to start when %s', async (_, controllers, details) => {
    await expect(start(...controllers)).rejects.toMatchObject({ code: 'SERVICE_INCOMPLETE', details });
  });
});
