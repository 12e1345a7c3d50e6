import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeTestModel } from '../fixtures/test-model.js';
import { createModelServer, type ModelServer } from '../models/model-server.js';
import { modelOfFolder } from '../models/model-source.js';
import type { HttpServer } from '#http';
import { startHttp } from './http-server.js';

let base: string;
let models: ModelServer;
let http: HttpServer;
let infer: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-http-'));
  await writeTestModel(base, { kind: 'classification', labels: ['bad', 'good', 'mixed'] });
  models = createModelServer({ source: modelOfFolder(base), mostWaiting: 300 });
  http = await startHttp(models, { port: 0, bodyLimit: 100_000 });
  infer = `${http.url}/v2/models/${basename(base)}/infer`;
});
afterAll(async () => {
  await http.close();
  await models.close();
  await rm(base, { recursive: true });
});

const tensor = (data: unknown, shape: unknown = [(data as unknown[]).length], name = 'text') => ({
  name,
  datatype: 'BYTES',
  shape,
  data,
});
const bodyOf = (...inputs: object[]) => JSON.stringify({ inputs });

async function post(body: string | Buffer, headers: Record<string, string> = {}) {
  const answer = await fetch(infer, { method: 'POST', body: Buffer.from(body), headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, never> & { outputs: Output[] } };
}
interface Output {
  readonly name: string;
  readonly datatype: string;
  readonly shape: number[];
  readonly data: (string | number)[];
}

describe('the Open Inference Protocol', () => {
  it('has the server’s and the model’s metadata, and their health', async () => {
    const get = async (path: string) => (await fetch(http.url + path)).json();
    expect(await get('/v2')).toMatchObject({ name: 'tlc', extensions: ['binary_tensor_data'] });
    expect(await get('/v2/health/live')).toEqual({ live: true });
    expect(await get('/v2/health/ready')).toEqual({ ready: true });
    expect(await get(`/v2/models/${basename(base)}`)).toMatchObject({
      inputs: [
        { name: 'text', datatype: 'BYTES', shape: [-1] },
        { name: 'pair', datatype: 'BYTES', shape: [-1] },
      ],
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [-1] },
        { name: 'probabilities', datatype: 'FP32', shape: [-1, 3] },
      ],
      parameters: { labels: ['bad', 'good', 'mixed'] },
    });
    expect(await get(`/v2/models/${basename(base)}/ready`)).toMatchObject({ ready: true });
  });

  it('answers as the model itself, with the request’s id', async () => {
    const texts = ['a fine film', 'dull'];
    const expected = await models.predict(
      basename(base),
      texts.map((text) => ({ text })),
    );
    const { status, body } = await post(JSON.stringify({ id: 'x7', inputs: [tensor(texts)] }));
    expect(status).toBe(200);
    expect(body).toMatchObject({ model_name: basename(base), id: 'x7' });
    const [label, probabilities] = body.outputs;
    expect(label).toMatchObject({ name: 'label', datatype: 'BYTES', shape: [2] });
    expect(probabilities).toMatchObject({ name: 'probabilities', datatype: 'FP32', shape: [2, 3] });
    const best = expected.answers.map((answer) => ('classes' in answer ? answer.classes[0] : undefined)!);
    expect(label.data).toEqual(best.map((one) => one.label));
    best.forEach(({ probability }, i) =>
      expect(Math.max(...probabilities.data.slice(3 * i, 3 * i + 3).map(Number))).toBeCloseTo(probability, 5),
    );
  });

  it('takes texts in columns, second texts, a choice of outputs, and no type of content', async () => {
    const inputs = [tensor([['a'], ['b']], [2, 1]), tensor(['c', 'd'], [2], 'pair')];
    const { body } = await post(JSON.stringify({ inputs, outputs: [{ name: 'label' }] }));
    expect(body.outputs.map(({ name }) => name)).toEqual(['label']);
  });

  it('takes texts as bytes behind the JSON', async () => {
    const text = Buffer.from('a fine film', 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    const { data: _, ...rest } = tensor(['x']);
    const json = bodyOf({ ...rest, parameters: { binary_data_size: text.length + 4 } });
    const header = { 'Inference-Header-Content-Length': String(json.length) };
    const binary = await post(Buffer.concat([Buffer.from(json), length, text]), header);
    expect(binary.body.outputs).toEqual((await post(bodyOf(tensor(['a fine film'])))).body.outputs);
    expect((await post(Buffer.concat([Buffer.from(json), length]), header)).status).toBe(400);
  });

  it.each([
    ['no JSON', '{', 400, 'MESSAGE_NOT_JSON'],
    ['no body', '', 400, 'MESSAGE_NOT_JSON'],
    ['no object', '[]', 400, 'MESSAGE_NOT_OBJECT'],
    ['null', 'null', 400, 'MESSAGE_NOT_OBJECT'],
    ['no inputs', '{}', 400, 'CONFIG_MISSING_KEY'],
    ['an input that is none', bodyOf([]), 400, 'MESSAGE_NOT_OBJECT'],
    ['no text', bodyOf(tensor(['a'], [1], 'pair')), 400, 'CONFIG_MISSING_KEY'],
    ['an unknown input', bodyOf(tensor(['a'], [1], 'x')), 400, 'CONFIG_WRONG_VALUE'],
    ['an input twice', bodyOf(tensor(['a']), tensor(['a'])), 400, 'CONFIG_WRONG_VALUE'],
    ['another datatype', bodyOf({ ...tensor(['a']), datatype: 'FP32' }), 400, 'CONFIG_WRONG_VALUE'],
    ['a shape that is not the data’s', bodyOf(tensor(['a'], [2])), 400, 'CONFIG_WRONG_VALUE'],
    ['a shape of two columns', bodyOf(tensor(['a', 'b'], [1, 2])), 400, 'CONFIG_WRONG_VALUE'],
    ['no texts', bodyOf(tensor([])), 400, 'CONFIG_WRONG_VALUE'],
    ['numbers', bodyOf(tensor([1])), 400, 'CONFIG_WRONG_VALUE'],
    ['fewer second texts', bodyOf(tensor(['a', 'b']), tensor(['c'], [1], 'pair')), 400, 'CONFIG_WRONG_VALUE'],
    [
      'an unknown output',
      JSON.stringify({ inputs: [tensor(['a'])], outputs: [{ name: 'x' }] }),
      400,
      'CONFIG_WRONG_VALUE',
    ],
    ['more than a body may have', bodyOf(tensor(['x'.repeat(100_000)])), 413, 'MESSAGE_TOO_LARGE'],
    ['brackets alone', `{"inputs": ${'['.repeat(40_000)}${']'.repeat(40_000)}}`, 413, 'MESSAGE_TOO_LARGE'],
    [
      'more texts than may wait',
      bodyOf(tensor(Array.from({ length: 301 }, (_, i) => `text ${i}`))),
      503,
      'SERVICE_BUSY',
    ],
  ])('refuses %s with a status and a code', async (_, body, status, code) => {
    const answer = await post(body);
    expect(answer).toMatchObject({ status, body: { error: expect.any(String), code, fix: expect.any(String) } });
    expect((await post(bodyOf(tensor(['a'])))).status).toBe(200);
  });

  it('refuses unknown models, versions and paths', async () => {
    for (const path of ['/v2/models/nope', '/v2/models/nope/ready', `/v2/models/${basename(base)}/versions/1`, '/v1'])
      expect((await fetch(http.url + path)).status).toBe(404);
  });

  it('counts for Prometheus', async () => {
    await post(bodyOf(tensor(['counted'])));
    const text = await (await fetch(`${http.url}/metrics`)).text();
    expect(text).toMatch(/tlc_serving_request_seconds_count\{model="[^"]+",outcome="ok"\} [1-9]/);
    expect(text).toMatch(/tlc_serving_batch_texts_count\{model="[^"]+"\} [1-9]/);
  });
});

it('a port that is taken is said', async () => {
  const { port } = new URL(http.url);
  await expect(startHttp(models, { port: Number(port) })).rejects.toMatchObject({ code: 'HTTP_PORT_TAKEN' });
});
