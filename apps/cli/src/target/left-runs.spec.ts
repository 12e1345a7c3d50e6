import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore, recipeId } from '#artifacts';
import { SubmitRequest } from '#contracts';
import { connect, startServer } from '#messaging';
import { createAnswers, createRunner, submit } from '#pipelines';
import { openSteps, takeUpLeftRuns } from './left-runs.js';

it('goes on with a left run by the services of its open steps, also of those that the store has results of', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-left-'));
  const server = await startServer({ store: join(home, 'nats') });
  const client = await connect(server.url);
  const store = await openFolderStore(home);
  await writeFile(join(home, 'a.txt'), 'a line of words\n');
  const steps = {
    vocabulary: { do: 'tokenizer.learn', corpus: './a.txt', vocab_size: 100 },
    bleu: { do: 'evaluate.texts', hypotheses: './a.txt', references: ['./a.txt'] },
  };
  const request = Object.assign(new SubmitRequest(), { pipeline: { name: 'left', steps }, folder: home, fresh: true });
  const { planner } = createAnswers(store);
  const pipeline = await planner.resolve(request);

  // A fresh run whose process is gone; both of its results were there before.
  const runner = createRunner({ client, store, onTrouble: () => {} });
  const { run } = await submit(request, { planner, runner, store, computesHere: false });
  await runner.stop();
  for (const { job } of pipeline.steps) {
    const { recipe, id, operation } = job;
    const commit = { kind: operation.makes, recipe, seconds: 1, summary: {}, environment: {} };
    expect(recipeId(recipe)).toBe(id);
    await store.commit(await store.stage(id), commit);
  }
  const planned = await planner.resolve(Object.assign(new SubmitRequest(), request, { fresh: false }));
  expect(planned.steps.map(({ cached }) => cached)).toEqual([true, true]);

  const left = await takeUpLeftRuns(client, store, planned, () => {});
  expect(left?.run).toBe(run);
  expect(openSteps(left!)).toEqual(['tokenization', 'evaluation']);

  const givenUp: string[] = [];
  expect(await takeUpLeftRuns(client, store, undefined, (id) => givenUp.push(id))).toBeUndefined();
  expect(givenUp).toEqual([run]);

  await client.close();
  await server.stop();
  await rm(home, { recursive: true });
});
