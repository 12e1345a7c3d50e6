import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, headers } from '@nats-io/transport-node';
import { startSystem } from './system/system.mjs';
import { until } from './system/until.mjs';

/**
 * A span as OTLP/HTTP has it in JSON.
 *
 * @typedef {{ traceId: string, spanId: string, parentSpanId?: string, name: string, kind: number,
 *   attributes: { key: string, value: Record<string, unknown> }[], status: { code?: number } }} Span
 */

/** @type {Span[]} */
const spans = [];
/** @type {object[]} */
const resources = [];

/** A collector: it takes what is sent to it as OTLP over HTTP. */
const collector = createServer(async (request, response) => {
  assert.equal(request.url, '/v1/traces');
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  for (const { resource, scopeSpans } of JSON.parse(Buffer.concat(chunks).toString('utf8')).resourceSpans) {
    resources.push(resource);
    spans.push(...scopeSpans.flatMap((/** @type {{ spans: Span[] }} */ scope) => scope.spans));
  }
  response.setHeader('content-type', 'application/json').end('{}');
});

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
before(async () => {
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (collector.address());
  system = await startSystem({
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`, OTEL_BSP_SCHEDULE_DELAY: '100' },
  });
});
after(async () => {
  await system.close();
  collector.closeAllConnections();
  collector.close();
});

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const PARENT = 'b7ad6b7169203331';

test('a message with a traceparent is followed to the artifacts that are made for it', async () => {
  for (const name of ['a.txt', 'b.txt']) await writeFile(join(system.folder, name), 'a fine film\n');
  const score = { do: 'evaluate.texts', hypotheses: './a.txt', references: ['./b.txt'] };
  await writeFile(join(system.folder, 'c.txt'), 'one\ntwo\n');
  const steps = { score, other: { ...score, tokenize: 'char' }, bad: { ...score, references: ['./c.txt'] } };

  // Of any NATS client
  const { host, username: token } = new URL(system.url);
  const anyone = await connect({ servers: host, token });
  const fields = headers();
  fields.set('traceparent', `00-${TRACE}-${PARENT}-01`);
  const body = JSON.stringify({ pipeline: { name: 'traced', steps }, folder: system.folder });
  const { run } = (await anyone.request('tlc.v1.pipelines.submit', body, { headers: fields, timeout: 60_000 })).json();
  await anyone.close();
  const state = await system.ended(run);

  const found = await until('the spans of the request and of three jobs', async () => {
    const own = spans.filter(({ traceId }) => traceId === TRACE);
    const count = (/** @type {string} */ name) => own.filter((span) => span.name === name).length;
    const isWhole = count('process tlc.v1.pipelines.submit') === 1 && count('process tlc.v1.jobs.evaluation') === 3;
    return isWhole && own;
  });
  /** @param {Span} span */
  const parentOf = (span) => found.find(({ spanId }) => spanId === span.parentSpanId);
  /** @param {Span} span @param {string} key */
  const attribute = (span, key) => Object.values(span.attributes.find((each) => each.key === key)?.value ?? {})[0];
  const submit = found.find(({ name }) => name === 'process tlc.v1.pipelines.submit');
  assert.ok(submit);
  assert.equal(submit.parentSpanId, PARENT);
  const plan = found.find(({ name }) => name === 'plan');
  assert.equal(plan && parentOf(plan), submit);
  for (const step of state.steps) {
    const job = found.find((span) => span.name.startsWith('process') && attribute(span, 'tlc.step') === step.name);
    assert.ok(job, step.name);
    assert.equal(job.name, 'process tlc.v1.jobs.evaluation');
    assert.equal(attribute(job, 'tlc.run'), run);
    const sent = parentOf(job);
    assert.equal(sent?.name, 'send tlc.v1.jobs.evaluation');
    assert.equal(sent && parentOf(sent), submit);
    const artifact = found.find((span) => span.name === 'artifact' && parentOf(span) === job);
    assert.ok(artifact, step.name);
    if (step.status === 'completed') assert.equal(attribute(artifact, 'tlc.artifact'), step.artifact);
    else {
      assert.equal(artifact.status.code, 2);
      assert.equal(attribute(artifact, 'error.type'), 'TEXT_LENGTH_MISMATCH');
    }
  }
  assert.deepEqual(state.steps.map(({ status }) => status).sort(), ['completed', 'completed', 'failed']);
  assert.match(JSON.stringify(resources[0]), /"service.name","value":\{"stringValue":"tlc"/);
});
