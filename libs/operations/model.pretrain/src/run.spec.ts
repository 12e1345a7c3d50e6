import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { engineInfo, tf } from '#engine';
import { usualTranslator } from '#families';
import { runAlone } from '#jobs';
import { disposeModel, readModel } from '#models';
import { encodeText, learnTokenizer, readText, writeDataset } from '#text';
import operation from './index.js';

const dev = new URL('../../../../data/SST-2/dev.tsv', import.meta.url).pathname;
const architecture = { layers: 1, hidden_size: 16, heads: 2, max_positions: 32 };
let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-pretrain-'));
  await Promise.all(['data', 'corpus'].map((name) => mkdir(join(base, name))));
  const lines = (await readFile(dev, 'utf8')).split('\n');
  await writeFile(join(base, 'data/train.tsv'), lines.slice(0, 161).join('\n'));
  const sentences = await readText(join(base, 'data/train.tsv'), 'sentence');
  const tokenizer = learnTokenizer(sentences, { vocabSize: 300, lowercase: true, minFrequency: 2 });
  const corpus = await encodeText(tokenizer, join(base, 'data'), { maxLength: 32, column: 'sentence' });
  await writeDataset(join(base, 'corpus'), corpus);
});
afterAll(() => rm(base, { recursive: true }));

async function pretrain(config: Record<string, unknown>, output: string, model?: string) {
  const [folder, work] = [join(base, output), join(base, `${output}.work`)];
  await Promise.all([folder, work].map((path) => mkdir(path, { recursive: true })));
  const inputs = { dataset: join(base, 'corpus'), ...(model && { model }) };
  const before = tf.memory().numTensors;
  try {
    return { folder, result: await runAlone(operation, { inputs, config, output: folder, work }) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

const json = async (folder: string, name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));

it('pre-trains a new encoder and goes on with it; each artifact says how it was made', async () => {
  const config = { architecture, stop: { steps: 6 }, batch_tokens: 256 };
  const first = await pretrain(config, 'first');
  expect(first.result.summary).toMatchObject({ steps: 6, loss: expect.any(Number), tokens: expect.any(Number) });
  expect(first.result.environment).toMatchObject({ backend: expect.stringContaining('tfjs-node') });

  const further = await pretrain({ stop: { steps: 2 } }, 'further', first.folder);
  const lineage = await json(further.folder, 'lineage.json');
  const { backend, tfjs, kernels, instructionSet } = engineInfo();
  const engine = { backend, tfjs, kernels, instructionSet };
  expect(lineage).toMatchObject([
    { operation: 'model.pretrain', config, training: { steps: 6 }, engine },
    { operation: 'model.pretrain', training: { steps: 2 } },
  ]);
  expect(further.result.environment).toMatchObject({ backend, kernels, instructionSet });
  const history = await json(further.folder, 'history.json');
  expect(history.map((point: { phase: string }) => point.phase)).toEqual(Array<string>(8).fill('pretrain'));
  expect(await json(further.folder, 'training.json')).toMatchObject({ steps: 8 });
  expect(await readFile(join(further.folder, 'README.md'), 'utf8')).toContain('| 2 | model.pretrain |');
  expect(await json(further.folder, 'tokenizer_config.json')).toMatchObject({ do_lower_case: true });
});

it('pre-trains an encoder-decoder to write hidden spans, with tokens that stand for them, and goes on with it', async () => {
  const own = { ...architecture, family: usualTranslator().id, max_positions: 64 };
  const config = { architecture: own, objective: 'span-corruption', stop: { steps: 6 }, batch_tokens: 256 };
  const { folder, result } = await pretrain(config, 'spans');
  expect(result.summary).toMatchObject({ steps: 6, loss: expect.any(Number) });
  const { vocab_size: known, special_tokens: special } = await json(join(base, 'corpus'), 'dataset.json');
  expect(await json(folder, 'config.json')).toMatchObject({
    vocab_size: known + 100,
    decoder_start_token_id: special.cls,
    eos_token_id: special.sep,
  });
  await pretrain({ objective: 'span-corruption', stop: { steps: 1 } }, 'spans-further', folder);
  const encoder = { ...config, architecture };
  await expect(pretrain(encoder, 'x')).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
});

it('refuses neither or both of architecture and model', async () => {
  const stop = { steps: 1 };
  await expect(pretrain({ stop }, 'x')).rejects.toMatchObject({
    code: 'PIPELINE_MISSING_INPUT',
    message: expect.stringContaining('architecture is missing'),
  });
  await expect(pretrain({ stop, architecture }, 'x', base)).rejects.toMatchObject({ code: 'PIPELINE_WRONG_INPUT' });
});

it('refuses a model that is too large for the machine before its weights are made', async () => {
  const large = { layers: 200, hidden_size: 4096, heads: 32, max_positions: 32 };
  await expect(pretrain({ architecture: large, stop: { steps: 1 } }, 'huge')).rejects.toMatchObject({
    code: 'TRAINING_TOO_LARGE',
    details: { model: { layers: expect.any(Number), hidden_size: expect.any(Number) } },
  });
});

it('pre-trains a new encoder by stacking, whose depth is at last what the architecture says', async () => {
  const config = {
    architecture: { ...architecture, family: 'modernbert', layers: 4 },
    stacking: { layers: [1, 2], shares: [0.25, 0.25] },
    stop: { steps: 8 },
    batch_tokens: 256,
  };
  const { folder } = await pretrain(config, 'stacked');
  expect(await json(folder, 'config.json')).toMatchObject({ num_hidden_layers: 4 });
  expect(await json(folder, 'lineage.json')).toMatchObject([{ config: { stacking: config.stacking } }]);
  await pretrain({ stop: { steps: 1 } }, 'stacked-further', folder);
});

it('pre-trains an encoder and a generator whose outputs begin as zero, and which learn all the same', async () => {
  const electra = { ...architecture, family: 'electra' };
  const config = { architecture: electra, objective: 'replaced-tokens', initial_outputs: 'zero', batch_tokens: 256 };
  const { folder } = await pretrain({ ...config, stop: { steps: 3 } }, 'zero');
  const model = await readModel(folder);
  const moved = model.parameters.get('electra.encoder.layer.0.output.dense.weight')!.value.dataSync();
  expect(moved.some((value) => value !== 0)).toBe(true);
  // Drawn values have a deviation of 0.02: no update of three moves a weight as far as some of those lie
  expect(Math.max(...moved.map(Math.abs))).toBeLessThan(0.02);
  disposeModel(model);
});

it.each([
  [{ family: 'roberta-prelayernorm', reversible: true }, 'reversible-roberta-prelayernorm', {}],
  [{ family: 'modernbert', reversible: true }, 'reversible-modernbert', {}],
  [{ family: 'universal-transformer', steps: 2 }, 'universal-transformer', { num_steps: 2 }],
])('pre-trains %j, a model of TLC’s own, and says so in its folder', async (own, type, settings) => {
  const config = { architecture: { ...architecture, ...own }, stop: { steps: 2 }, batch_tokens: 256 };
  const { folder } = await pretrain(config, type);
  expect(await json(folder, 'config.json')).toMatchObject({ model_type: type, ...settings });
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('Transformers has no such model');
  await pretrain({ stop: { steps: 1 } }, `${type}-further`, folder);
});
