import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, type Scores } from '#contracts';
import { architectureClass } from '#families';
import { runAlone } from '#jobs';
import { newConfig, createModel, disposeModel, mapParameters, quantizeParameter, writeModel } from '#models';
import { encodeTask, findTask, learnTokenizer, readLines, writeDataset } from '#text';
import operation from './index.js';

const CLASSES = ['negative', 'positive'];
const DEV = new URL('../../../../data/SST-2/dev.tsv', import.meta.url).pathname;

/** A classifier with random weights, and the same with 4-bit weights, on 60 sentences of SST-2. */
describe('evaluate', () => {
  let folder: string;
  let gold: number[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-evaluate-'));
    const [head, ...rows] = (await readLines(DEV)).slice(0, 61);
    gold = rows.map((row) => Number(row.split('\t')[1]));
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'dev.tsv'), [head, ...rows].join('\n'));
    await writeFile(join(folder, 'data', 'train.tsv'), [head, ...rows].join('\n'));
    // As many rows as SST-2 has
    const unlabelled = Array.from({ length: 1821 }, (_, n) => `${n}\t${rows[n % 60].split('\t')[0]}`);
    await writeFile(join(folder, 'data', 'test.tsv'), ['index\tsentence', ...unlabelled].join('\n'));
    const tokenizer = learnTokenizer(rows, { vocabSize: 200, lowercase: true, minFrequency: 1 });
    const dataset = await encodeTask(tokenizer, findTask('glue/sst2'), join(folder, 'data'), { maxLength: 64 });
    await mkdir(join(folder, 'dataset'));
    await writeDataset(join(folder, 'dataset'), dataset);
    const architecture = checkConfig(architectureClass(), { layers: 2, hidden_size: 32, heads: 2, max_positions: 64 });
    const config = { ...newConfig(architecture, { size: dataset.vocabSize, pad: 0 }), initializer_range: 0.2 };
    const model = createModel(config, { kind: 'classification', labels: ['0', '1'] }, 3, dataset.tokenizer);
    const spec = { bits: 4, granularity: 'channel', symmetric: true } as const;
    const int4 = mapParameters(model, (parameter) =>
      parameter.role === 'linear' || parameter.role === 'embedding' ? quantizeParameter(parameter, spec) : parameter,
    );
    await mkdir(join(folder, 'float'));
    await mkdir(join(folder, 'int4'));
    await writeModel(model, join(folder, 'float'));
    await writeModel(int4, join(folder, 'int4'));
    disposeModel(model);
    disposeModel(int4);
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function run(config: Record<string, unknown>, inputs: Record<string, string>) {
    const output = await mkdtemp(join(folder, 'out-'));
    const paths = Object.fromEntries(Object.entries(inputs).map(([name, path]) => [name, join(folder, path)]));
    const result = await runAlone(operation, { inputs: paths, config, output, work: output });
    return { result, output, scores: JSON.parse(await readFile(join(output, 'scores.json'), 'utf8')) as Scores };
  }

  const value = (scores: Scores, name: string) => scores.measures.find((measure) => measure.name === name)?.value;

  it('scores what its predictions say, counts the bytes that ship, and times both models in turn', async () => {
    const { scores, output } = await run({}, { model: 'int4', dataset: 'dataset', beside: 'float' });
    const rows = (await readFile(join(output, 'predictions.tsv'), 'utf8')).trimEnd().split('\n').slice(1);
    const right = rows.filter((row, n) => row.split('\t')[1] === CLASSES[gold[n]]).length;
    expect(rows).toHaveLength(60);
    expect(value(scores, 'accuracy')).toBe(right / 60);
    const files = ['config.json', 'model.safetensors', 'tokenizer.json', 'tokenizer_config.json'];
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, 'int4', file))).size));
    expect(value(scores, 'bytes')).toBe(sizes.reduce((sum, size) => sum + size));
    expect(scores.beside!.model.bytes).toBeGreaterThan(scores.model!.bytes);
    expect(scores.beside!.model.parameters).toBe(scores.model!.parameters);
    expect(value(scores, 'latency')).toBeGreaterThan(0);
    expect(scores.beside!.measures.map(({ name }) => name)).toContain('latency');
    expect(scores.measures.every(({ signature }) => signature.length > 0)).toBe(true);

    const [head, ...table] = (await readFile(join(output, 'confusion.tsv'), 'utf8')).trimEnd().split('\n');
    expect(head).toBe('gold\tnegative\tpositive');
    const counts = [0, 1].map((label) => [0, 1].map((answer) => count(rows, label, answer)));
    expect(table.map((row) => row.split('\t').slice(1).map(Number))).toEqual(counts);
  });

  /** Rows of predictions.tsv with this gold label and this answer. */
  const count = (rows: readonly string[], label: number, answer: number) =>
    rows.filter((row, n) => gold[n] === label && row.split('\t')[1] === CLASSES[answer]).length;

  it('measures the cross entropy of the logits that it writes', async () => {
    const { scores, output } = await run(
      { measure: ['loss', 'f1_macro', 'balanced_accuracy'] },
      { model: 'float', dataset: 'dataset' },
    );
    expect(scores.measures.map(({ name }) => name)).toEqual(['loss', 'f1_macro', 'balanced_accuracy']);
    const rows = (await readFile(join(output, 'predictions.tsv'), 'utf8')).trimEnd().split('\n').slice(1);
    const losses = rows.map((row, n) => {
      const logits = row.split('\t').slice(2).map(Number);
      return Math.log(Math.exp(logits[0]) + Math.exp(logits[1])) - logits[gold[n]];
    });
    expect(value(scores, 'loss')).toBeCloseTo(losses.reduce((a, b) => a + b) / 60, 6);
  });

  it('writes a GLUE submission of a split without labels', async () => {
    const { output, scores } = await run(
      { split: 'test', submission: true, measure: ['bytes'] },
      { model: 'float', dataset: 'dataset' },
    );
    const lines = (await readFile(join(output, 'SST-2.tsv'), 'utf8')).trimEnd().split('\n');
    expect(lines[0]).toBe('index\tprediction');
    expect(lines).toHaveLength(1822);
    expect(lines[1821]).toMatch(/^1820\t[01]$/);
    expect(scores.measures.map(({ name }) => name)).toEqual(['bytes']);
  });

  it('refuses to submit what GLUE does not take', async () => {
    await expect(run({ submission: true }, { model: 'float', dataset: 'dataset' })).rejects.toMatchObject({
      code: 'CONFIG_WRONG_VALUE',
      message: expect.stringContaining('test set of SST-2 (split: test), not for dev'),
    });
  });

  it('refuses measures that cannot be', async () => {
    const inputs = { model: 'float', dataset: 'dataset' };
    await expect(run({ measure: ['pearson'] }, inputs)).rejects.toMatchObject({ code: 'MEASURE_UNKNOWN' });
    await expect(run({ split: 'test', measure: ['accuracy'] }, inputs)).rejects.toMatchObject({
      code: 'DATA_NO_LABELS',
    });
  });
});
