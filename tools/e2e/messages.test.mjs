import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { healthSubject } from '#contracts';
import { findOperations, subjectsOf } from '#jobs';
import { HOSTILE } from './system/hostile.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startStranger } from './system/stranger.mjs';
import { startSystem } from './system/system.mjs';
import { until } from './system/until.mjs';

const operations = await findOperations();

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {Awaited<ReturnType<typeof startStranger>>} */
let stranger;
before(async () => {
  system = await startSystem();
  stranger = await startStranger(system.url);
  await writeSst2(join(system.folder, 'SST-2'));
});
after(async () => {
  await stranger.close();
  await system.close();
});

/** @type {Record<string, unknown>} */
const pids = {};

/** All services answer, in the processes that they started in. */
async function allLive() {
  for (const service of [...operations.services, 'pipelines', 'serving']) {
    const { answer } = await stranger.ask(healthSubject(service), '{}');
    assert.equal(answer.service, service);
    pids[service] ??= answer.pid;
    assert.equal(answer.pid, pids[service]);
  }
}

const REQUESTS = subjectsOf(operations)
  .filter(({ kind }) => kind === 'request')
  .map(({ subject }) => subject);

for (const [what, body, code] of HOSTILE) {
  test(`${what} as a request is answered with ${code}, on every subject`, async () => {
    for (const subject of REQUESTS) {
      const { code: header, answer } = await stranger.ask(subject, body);
      assert.equal(answer.error?.code, code, `${subject}: ${JSON.stringify(answer).slice(0, 500)}`);
      assert.equal(header, code);
      assert.ok(answer.error.fix, subject);
      const { length } = JSON.stringify(answer);
      assert.ok(length < 20_000, `${subject} answers with ${length} characters`);
    }
    await allLive();
  });
}

/** Requests of the right form with a wrong content: [subject, body, code, what the error's details hold]. */
const WRONG = /** @type {const} */ ([
  ['pipelines.submit', '', 'CONFIG_WRONG_VALUE', {}],
  ['pipelines.submit', { pipline: {} }, 'CONFIG_UNKNOWN_KEY', { nearest: 'pipeline' }],
  ['pipelines.submit', { pipeline: [] }, 'CONFIG_WRONG_VALUE', { field: 'pipeline' }],
  ['pipelines.submit', { text: 7 }, 'CONFIG_WRONG_VALUE', { field: 'text' }],
  ['pipelines.submit', { text: 'name: a', fresh: 'yes' }, 'CONFIG_WRONG_VALUE', { field: 'fresh' }],
  ['pipelines.status', '', 'CONFIG_MISSING_KEY', {}],
  ['pipelines.status', { rum: 'a' }, 'CONFIG_UNKNOWN_KEY', { nearest: 'run' }],
  ['pipelines.status', { run: ['a'] }, 'CONFIG_WRONG_VALUE', { field: 'run' }],
  ['pipelines.status', { run: 'a', limit: -1 }, 'CONFIG_WRONG_VALUE', { field: 'limit' }],
  ['pipelines.status', { run: '../../etc/passwd' }, 'NAME_INVALID', {}],
  ['pipelines.status', { run: '>' }, 'NAME_INVALID', {}],
  ['pipelines.status', { run: 'a-1' }, 'RUN_UNKNOWN', {}],
  ['pipelines.cancel', { run: '../../etc/passwd' }, 'NAME_INVALID', {}],
  ['pipelines.cancel', { run: 'a.*' }, 'NAME_INVALID', {}],
  ['pipelines.list', { limit: 1e9 }, 'CONFIG_WRONG_VALUE', { field: 'limit' }],
  ['plugins.show', { id: '../../etc/passwd' }, 'PLUGIN_UNKNOWN', {}],
  ['plugins.show', { id: 'magnitude-prunning' }, 'PLUGIN_UNKNOWN', { nearest: 'magnitude-pruning' }],
  ['plugins.show', { id: '__proto__' }, 'PLUGIN_UNKNOWN', {}],
  ['artifacts.show', { id: '../../etc/passwd' }, 'ARTIFACT_ID_INVALID', {}],
  ['artifacts.show', { id: 'abc' }, 'ARTIFACT_UNKNOWN', {}],
  ['artifacts.list', { kind: 'models' }, 'CONFIG_WRONG_VALUE', { field: 'kind' }],
]);

test('a request with a wrong content is answered with the field, the value and what is near', async () => {
  for (const [subject, body, code, details] of WRONG) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const { answer } = await stranger.ask(`tlc.v1.${subject}`, text);
    const note = `${subject} ${text}: ${JSON.stringify(answer)}`;
    assert.equal(answer.error?.code, code, note);
    for (const [key, value] of Object.entries(details)) assert.equal(answer.error.details?.[key], value, note);
  }
  await allLive();
});

/** Jobs of the right form that cannot be done. */
const WRONG_JOBS = /** @type {const} */ ([
  ['training', '', 'CONFIG_MISSING_KEY'],
  ['training', { operation: 7 }, 'CONFIG_WRONG_VALUE'],
  ['training', { operation: 'model.import', run: '../../a' }, 'NAME_INVALID'],
  ['training', { operation: 'model.import', run: 'a.b' }, 'NAME_INVALID'],
  ['training', { operation: 'model.import', step: '../b' }, 'NAME_INVALID'],
  ['training', { operation: '../../model' }, 'NAME_INVALID'],
  ['training', { operation: 'model.imports' }, 'PIPELINE_UNKNOWN_OPERATION'],
  ['training', { operation: 'evaluate' }, 'JOB_WRONG_SERVICE'],
  ['training', { operation: 'model.import' }, 'PIPELINE_MISSING_INPUT'],
  ['training', { operation: 'model.import', inputs: { from: { artifact: '../../a' } } }, 'CONFIG_WRONG_VALUE'],
  ['training', { operation: 'model.import', inputs: { from: 'no/such/folder' } }, 'FILE_MISSING'],
  ['training', { operation: 'model.import', inputs: { form: 'a' } }, 'CONFIG_UNKNOWN_KEY'],
  [
    'training',
    { operation: 'model.import', inputs: JSON.parse('{"__proto__": "a", "from": "a"}') },
    'CONFIG_UNKNOWN_KEY',
  ],
  [
    'tokenization',
    { operation: 'tokenizer.learn', inputs: { corpus: 'SST-2' }, config: { vocabsize: 4 } },
    'CONFIG_UNKNOWN_KEY',
  ],
  ['tokenization', { operation: 'model.import', inputs: { from: 'docs' } }, 'JOB_WRONG_SERVICE'],
  ['pruning', { operation: 'compress', inputs: { model: 'docs' }, config: { with: '../../a' } }, 'PLUGIN_UNKNOWN'],
  ['pruning', { operation: 'compress', inputs: { model: 'docs' }, config: { with: '__proto__' } }, 'PLUGIN_UNKNOWN'],
]);

test('a job that cannot be read or done is reported once, taken off the queue, and does not hold up the next', async () => {
  /** @type {Map<number, { code: string, note: string }>} */
  const expected = new Map();
  let unreadable = 0;
  for (const service of operations.services) {
    for (const [what, body, code] of HOSTILE) {
      expected.set(await stranger.queue(service, body), { code, note: `${what} to ${service}` });
      unreadable += 1;
    }
  }
  for (const [service, body, code] of WRONG_JOBS) {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    expected.set(await stranger.queue(service, text), { code, note: `${service}: ${text}` });
  }
  for (const service of operations.services) {
    await until(`the end of the queue of ${service}`, async () => {
      const { pending, unsettled, redelivered } = await stranger.waiting(service);
      return pending + unsettled + redelivered === 0;
    });
  }
  await until(
    'an event for each',
    () => stranger.events.filter(({ type }) => type === 'failed').length >= expected.size,
  );
  const failed = stranger.events.flatMap((event) => (event.type === 'failed' ? [event] : []));
  assert.equal(failed.length, expected.size);
  for (const [sequence, { code, note }] of expected) {
    const own = failed.filter(({ run }) => run === `job-${sequence}`);
    assert.equal(own.length, 1, note);
    assert.match(own[0].step, /^(job|model-import|model-imports|evaluate|tokenizer-learn|compress)$/, note);
    assert.equal(own[0].error.code, code, `${note}: ${JSON.stringify(own[0])}`);
  }
  assert.ok((await stranger.dead()) >= unreadable);

  const corpus = join(system.folder, 'SST-2');
  const good = { operation: 'tokenizer.learn', inputs: { corpus }, config: { column: 'sentence', vocab_size: 300 } };
  const run = `job-${await stranger.queue('tokenization', JSON.stringify(good))}`;
  await until('the good job', () => stranger.events.some((event) => event.run === run && event.type === 'completed'));
  await allLive();
});
