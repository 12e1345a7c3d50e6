import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { disposeModel, mapParameters, type Model, quantizeParameter, withHead } from '#models';
import { exportOnnx, openOnnx } from '#onnx';
import { batchOf, fileOrder } from '#text';
import { agreement } from './agreement.js';
import { tinyDataset, tinyModel } from './fixtures/tiny.js';
import { runtimeMeasures } from './speed.js';

const dataset = await tinyDataset();
const encoder = tinyModel(dataset);
const classifier = withHead(encoder, { kind: 'classification', labels: ['0', '1'] }, 3);
const int8 = mapParameters(classifier, (parameter) =>
  parameter.role === 'linear'
    ? quantizeParameter(parameter, { bits: 8, granularity: 'channel', symmetric: true })
    : parameter,
);
afterAll(() => [encoder, classifier, int8].forEach(disposeModel));

let work: string;
beforeAll(async () => (work = await mkdtemp(join(tmpdir(), 'tlc-speed-'))));
afterAll(() => rm(work, { recursive: true }));

const measured = async (model: Model) => {
  const config = { split: 'dev', threads: 1, batches: [4] };
  const wanted = ['latency', 'throughput'];
  const [measures] = await runtimeMeasures([model], dataset, config, wanted, { work, progress: () => {} });
  return new Map(measures.map((measure) => [measure.name, measure]));
};

describe('measuring in ONNX Runtime', () => {
  it('tells of one file how large and how fast it is, and how often it answers as the engine does', async () => {
    const float = await measured(classifier);
    expect([...float.keys()]).toEqual(['onnx_bytes', 'onnx_agreement', 'latency', 'throughput@4']);
    expect(float.get('onnx_agreement')!.value).toBe(1);
  });

  it('of a model of bytes tells the accuracy with products of bytes where that is the faster file, and nowhere else', async () => {
    const figures = await measured(int8);
    const isRounded = figures.has('onnx_accuracy');
    for (const name of ['onnx_bytes', 'latency', 'throughput@4']) {
      expect([name, figures.get(name)!.signature!.includes('|products:int8')]).toEqual([name, isRounded]);
    }
  });

  it.each([
    ['in the order of the data set', int8],
    ['in another order', { ...int8, head: { kind: 'classification', labels: ['1', '0'] } } as Model],
  ])('gives the accuracy of what the runtime answers, its classes %s', async (_, model) => {
    const path = join(work, 'rounded.onnx');
    await exportOnnx(model, path, { weights: 'int8' });
    const { dev } = dataset.splits;
    const runtime = await openOnnx(path);
    const logits = await runtime.run(batchOf(dev!, fileOrder(dev!)));
    await runtime.close();
    const isTurned = model !== int8;
    const right = [...dev!.labels!].filter((label, i) => {
      const answer = logits[2 * i + 1] > logits[2 * i] ? 1 : 0;
      return label === (isTurned ? 1 - answer : answer);
    });
    const measures = await agreement(path, model, dataset, { split: 'dev' }, true);
    const accuracy = measures.find(({ name }) => name === 'onnx_accuracy')!;
    expect(accuracy.samples).toBe(80);
    // Batches of other lengths round over other ranges
    expect(Math.abs(accuracy.value - right.length / 80)).toBeLessThanOrEqual(2 / 80);
  });
});
