import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { artifactDigest, type FolderStore } from '#artifacts';
import type { PlanAnswer } from '#contracts';
import { dependantsOf } from '../artifacts/lineage.js';
import { errorOf, learn, openPlans, type Plans, steps } from './fixtures/plans.js';

let plans: Plans;
let base: string;
let store: FolderStore;
beforeAll(async () => {
  plans = await openPlans();
  ({ base, store } = plans);
});
afterAll(() => plans.close());

const planOf = (document: object) => plans.planOf(document);
const plan = (more: object = {}, top: object = {}) => plans.plan(more, top);
const find = (answer: PlanAnswer, name: string) => answer.steps.find((step) => step.name === name)!;

describe('a plan', () => {
  it('knows the id of every result before anything is computed, and each decides those after it', async () => {
    const first = await plan();
    expect(first).toMatchObject({ total: 8, cached: 0 });
    expect((await plan()).steps).toEqual(first.steps);
    const other = await plan({ vocabulary: { ...learn, vocab_size: 1001 } });
    for (const step of first.steps) expect(find(other, step.name).artifact).not.toBe(step.artifact);
    const late = await plan({ int4: { ...steps.int4, config: { bits: 3 } } });
    expect(find(late, 'pruned').artifact).toBe(find(first, 'pruned').artifact);
    expect(find(late, 'int4').artifact).not.toBe(find(first, 'int4').artifact);
  });

  it('has one id for a config with its defaults written out or left out, and another for another seed', async () => {
    const first = await plan();
    const written = await plan({ vocabulary: { ...learn, algorithm: 'wordpiece', lowercase: true, seed: 1 } });
    expect(find(written, 'vocabulary').artifact).toBe(find(first, 'vocabulary').artifact);
    const seeded = await plan({}, { seed: 2 });
    expect(find(seeded, 'vocabulary').artifact).not.toBe(find(first, 'vocabulary').artifact);
  });

  it('has one id for the same data at another place, and another for other data', async () => {
    const first = await plan();
    await mkdir(join(base, 'moved'), { recursive: true });
    await writeFile(join(base, 'moved', 'train.tsv'), 'sentence\tlabel\nfine\t1\nbad\t0\n');
    const moved = { vocabulary: { ...learn, corpus: './moved' } };
    expect(find(await plan(moved), 'vocabulary').artifact).toBe(find(first, 'vocabulary').artifact);
    await writeFile(join(base, 'moved', 'train.tsv'), 'sentence\tlabel\nfiner\t1\nbad\t0\n');
    expect(find(await plan(moved), 'vocabulary').artifact).not.toBe(find(first, 'vocabulary').artifact);
  });

  it('is refused for the first row that cannot be encoded, by its number and column, and not again once it is mended', async () => {
    await mkdir(join(base, 'rows'), { recursive: true });
    const file = join(base, 'rows', 'train.tsv');
    const sst2 = { ...steps.sst2, from: './rows' };
    await writeFile(file, 'sentence\tlabel\nfine\t1\nsecret\tsecret\n');
    const error = await errorOf(plan({ sst2 }));
    expect(error).toMatchObject({ code: 'DATA_UNKNOWN_LABEL', details: { line: 3, column: 'label' } });
    expect(error.toBody().message).toContain(`steps.sst2: ${file}, line 3, column "label"`);
    expect(JSON.stringify(error.toBody())).not.toContain('secret');
    await writeFile(file, 'sentence\tlabel\nfine\t1\nmended\t0\n');
    expect((await plan({ sst2 })).total).toBe(8);
  });

  it('sends a step where its operation, or its plugin’s kind, belongs', async () => {
    const services = (await plan()).steps.map(({ name, service }) => [name, service]);
    expect(Object.fromEntries(services)).toEqual({
      vocabulary: 'tokenization',
      corpus: 'tokenization',
      sst2: 'tokenization',
      pretrained: 'training',
      tuned: 'training',
      pruned: 'pruning',
      int4: 'quantization',
      score: 'evaluation',
    });
  });

  it('adds up sizes through the steps, from shapes alone', async () => {
    const answer = await plan();
    // Embeddings 1000×64 + 32×64 + 2×64, norm 2×64; a layer 4×(64×64+64) + 2×64 + 2×64×256 + 256 + 64 + 2×64.
    const layer = 4 * (64 * 64 + 64) + 128 + 2 * 64 * 256 + 256 + 64 + 128;
    const encoder = 1000 * 64 + 32 * 64 + 2 * 64 + 128 + 2 * layer;
    const maskedHead = 64 * 64 + 64 + 128 + 1000;
    const classifier = 64 * 64 + 64 + 2 * 64 + 2;
    expect(find(answer, 'pretrained').parameters).toBe(encoder + maskedHead);
    expect(find(answer, 'tuned').parameters).toBe(encoder + classifier);
    expect(find(answer, 'tuned').bytes! / (4 * (encoder + classifier))).toBeCloseTo(1, 1);
    expect(find(answer, 'int4').bytes!).toBeLessThan(find(answer, 'tuned').bytes! / 6);
    expect(find(answer, 'pretrained').memory!).toBeGreaterThan(16 * (encoder + maskedHead));
    expect(find(answer, 'vocabulary').parameters).toBeUndefined();
  });

  it('foretells the memory of steps that train, and what it is the sum of', async () => {
    const answer = await plan({
      pruned: { ...steps.pruned, dataset: 'sst2', config: { sparsity: 0.6, finetune: { stop: { steps: 5 } } } },
    });
    // AdamW keeps two moments of a parameter; Muon, by which pre-training moves the matrices of its two layers, one
    const ofMuon = { pretrained: 2 * 12 * 64 ** 2, tuned: 0, pruned: 0 };
    for (const [name, matrices] of Object.entries(ofMuon)) {
      const { memory, memory_parts: parts } = find(answer, name);
      expect(Object.values(parts!).reduce((sum, bytes) => sum + bytes, 0)).toBe(memory);
      expect(parts).toMatchObject({ moments: 8 * find(answer, name).parameters! - 4 * matrices });
    }
    expect(find(answer, 'int4').memory_parts).toBeUndefined();
    const many = { tuned: { ...steps.tuned, batch_sentences: 4096 } };
    const longer = { ...many, sst2: { ...steps.sst2, max_length: 64 } };
    expect(find(await plan(longer), 'tuned').memory!).toBeGreaterThan(1.5 * find(await plan(many), 'tuned').memory!);
  });

  it('warns of training that this machine has too little memory for, with what would fit', async () => {
    const wide = { ...steps.pretrained, architecture: { layers: 24, hidden_size: 4096, heads: 32 }, batch_tokens: 8 };
    const { warnings } = await plan({ pretrained: { ...wide, architecture: { ...wide.architecture, layers: 200 } } });
    expect(warnings[0]).toMatchObject({ step: 'pretrained', text: expect.stringContaining('GB of memory; this') });
    const many = await plan({ tuned: { ...steps.tuned, batch_sentences: 1_000_000 } });
    expect(many.warnings[0]).toMatchObject({ step: 'tuned', text: expect.stringMatching(/^if all its sentences/) });
    expect(many.warnings[0].text).toMatch(/batch_sentences: \d+ and accumulate: \d+ \(/);
  });

  it('adds up the time that configs allow, and counts steps that nothing limits', async () => {
    expect(find(await plan(), 'pretrained').seconds).toBe(20);
    const open = await plan({ tuned: { ...steps.tuned, stop: { epochs: 1 } } });
    expect(open.unlimited).toBe(1);
    expect(open.seconds).toBeGreaterThan(20);
  });

  it('says how much is trained where no time limits it', async () => {
    const finetune = { stop: { epochs: 2 } };
    const { steps: planned } = await plan({
      long: { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { steps: 30, epochs: 1 } },
      gradual: {
        do: 'compress',
        with: 'magnitude-pruning',
        model: 'tuned',
        dataset: 'sst2',
        config: { sparsity: 0.6, steps: 2, finetune },
      },
    });
    const of = (name: string) => planned.find((step) => step.name === name)!.training;
    expect(of('long')).toEqual({ epochs: 1, updates: 30 });
    expect(of('gradual')).toEqual({ epochs: 2 });
    expect(of('tuned')).toBeUndefined();
  });

  it('finds what the store has, by the first letters of an id too', async () => {
    const [vocabulary] = (await planOf({ name: 'v', steps: { vocabulary: learn } })).steps;
    const { recipe } = (
      await plans.answers.planner.resolve({
        pipeline: { name: 'v', steps: { vocabulary: learn } },
        folder: base,
        fresh: false,
      })
    ).steps[0].job;
    const staged = await store.stage(vocabulary.artifact);
    await writeFile(join(staged, 'tokenizer.json'), '{}');
    await store.commit(staged, { kind: 'tokenizer', recipe, seconds: 1, summary: {}, environment: {} });
    const answer = await plan();
    expect(answer.cached).toBe(1);
    expect(find(answer, 'vocabulary').cached).toBe(true);
    const named = await plan({
      corpus: { ...steps.corpus, tokenizer: `artifact:${vocabulary.artifact.slice(0, 10)}` },
    });
    expect(find(named, 'corpus').artifact).toBe(find(answer, 'corpus').artifact);
    const wrong = await errorOf(plan({ tuned: { ...steps.tuned, model: `artifact:${vocabulary.artifact}` } }));
    expect(wrong.code).toBe('PIPELINE_WRONG_INPUT');
    expect(wrong.message).toContain('holds tokenizer');
    const unknown = await errorOf(plan({ tuned: { ...steps.tuned, model: `artifact:${'ff'.repeat(32)}` } }));
    expect(unknown.code).toBe('ARTIFACT_UNKNOWN');
    expect(unknown.message).toContain('steps.tuned.model');
  });

  it('computes again what was made of a result that is gone or was made anew with another content', async () => {
    const pipeline = { name: 'anew', steps: { vocabulary: { ...learn, vocab_size: 1234 }, corpus: steps.corpus } };
    const [first, second] = (await plans.answers.planner.resolve({ pipeline, folder: base, fresh: false })).steps;
    const make = async ({ job }: typeof first, content: string, madeFrom = {}) => {
      const staged = await store.stage(job.id);
      await writeFile(join(staged, 'content'), content);
      const { makes: kind } = job.operation;
      const facts = { kind, recipe: job.recipe, seconds: 1, summary: {}, environment: {}, madeFrom };
      return (await store.commit(staged, facts)).manifest;
    };
    const cached = async () => (await planOf(pipeline)).steps.map((step) => step.cached);
    await make(second, '', { [first.job.id]: artifactDigest(await make(first, 'one')) });
    expect(await cached()).toEqual([true, true]);
    await store.remove(first.job.id);
    expect(await cached()).toEqual([false, false]);
    await make(first, 'other');
    expect(await cached()).toEqual([true, false]);
    await store.remove(first.job.id);
    await make(first, 'one');
    expect(await cached()).toEqual([true, true]);
    expect(dependantsOf(await store.list(), first.job.id)).toEqual([second.job.id]);
  });

  it('takes a data set in a user’s own columns', async () => {
    const own = { do: 'dataset.encode', tokenizer: 'vocabulary', from: './data', text_columns: ['sentence'] };
    expect(find(await plan({ sst2: own }), 'sst2').service).toBe('tokenization');
    const found = { do: 'dataset.encode', tokenizer: 'vocabulary', from: './data', dev_share: 0.1 };
    expect(find(await plan({ sst2: found }), 'sst2').service).toBe('tokenization');
  });

  it('takes a model for a tokenizer: its own is meant', async () => {
    const again = { ...steps.sst2, tokenizer: 'pretrained' };
    const answer = await plan({ again, tuned: { ...steps.tuned, dataset: 'again' } });
    expect(find(answer, 'again').needs).toEqual(['pretrained']);
    expect(find(answer, 'tuned').parameters).toBe(find(await plan(), 'tuned').parameters);
  });

  it('names keys of plugins that have no effect, and numbers that are none', async () => {
    const int4 = { ...steps.int4, config: { bits: 4, granularity: 'channel', group_size: 32 } };
    expect((await plan({ int4 })).warnings).toEqual([
      { step: 'int4', text: 'config.group_size has no effect: granularity: channel has no groups' },
    ]);
    const error = await errorOf(plan({ int4: { ...steps.int4, config: { bits: NaN } } }));
    expect(error.message).toBe('steps.int4.config.bits: .nan is not an integer from 2 to 8.');
  });

  it('warns of what is allowed but probably not meant', async () => {
    const { warnings } = await plan(
      {
        spare: { ...learn, vocab_size: 50 },
        tuned: { ...steps.tuned, evaluations: 0, stop: { seconds: 10, patience: 2 } },
        useless: { do: 'compress', with: 'magnitude-pruning', model: 'tuned', config: { sparsity: 0.01 } },
      },
      { report: { compare: ['int4', 'tuned'] } },
    );
    expect(warnings).toEqual([
      { step: 'tuned', text: expect.stringContaining('stop.patience has no effect') },
      { step: 'spare', text: 'no step uses its result' },
      { step: 'useless', text: expect.stringContaining('would not make the model smaller') },
      { step: 'tuned', text: expect.stringContaining('no step evaluates it') },
    ]);
  });
});
