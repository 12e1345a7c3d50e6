import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { after, before, test } from 'node:test';
import { findOperations, subjectsOf } from '#jobs';
import { storeClassifier } from './system/classifier.mjs';
import { startStranger } from './system/stranger.mjs';
import { startSystem } from './system/system.mjs';
import { storeTranslator } from './system/translator.mjs';
import { until } from './system/until.mjs';

const tiny = fileURLToPath(new URL('../../libs/models/src/fixtures/tiny', import.meta.url));

const SUBJECTS = subjectsOf(await findOperations());

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {Awaited<ReturnType<typeof startStranger>>} */
let stranger;
before(async () => {
  system = await startSystem();
  stranger = await startStranger(system.url);
  await system.store.tags.set('sentiment:3', await storeClassifier(system.store, 1));
  await system.store.tags.set('en-de', await storeTranslator(system.store, 2));
});
after(async () => {
  await stranger.close();
  await system.close();
});

for (const { subject, service, kind, example } of SUBJECTS.filter((spec) => spec.kind === 'job')) {
  test(`the ${kind} that the docs show for ${subject} is done`, async () => {
    const sequence = await stranger.queue(service, JSON.stringify(example));
    const last = await until(`the end of job ${sequence}`, async () =>
      stranger.events.find(({ run, type }) => run === `job-${sequence}` && /completed|failed/.test(type)),
    );
    assert.equal(last.type, 'completed', JSON.stringify(last));
  });
}

test('the requests that the docs show are answered, with ids that are there', async () => {
  const [submit] = SUBJECTS;
  const { answer: started } = await stranger.ask(submit.subject, JSON.stringify(submit.example));
  const run = started.run;
  const [artifact] = stranger.events.flatMap((event) => (event.type === 'completed' ? [event.artifact] : []));
  for (const { subject, example } of SUBJECTS.filter(({ kind }) => kind === 'request')) {
    const body = {
      ...example,
      ...('run' in example && { run }),
      ...(subject.includes('artifacts.show') && { id: artifact }),
      // The model that is meant where none is named lies on the hub, which may be out of reach
      ...(subject.endsWith('recommend') && { from: tiny }),
    };
    const { answer } = await stranger.ask(subject, JSON.stringify(body));
    // The run may have ended before it is told to be cancelled
    const allowed = subject.endsWith('cancel') ? [undefined, 'RUN_FINISHED'] : [undefined];
    assert.ok(allowed.includes(answer.error?.code), `${subject}: ${JSON.stringify(answer).slice(0, 300)}`);
  }
});
