import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { type ConfigClass, type KeyDoc, TlcError, keysOf } from '#contracts';
import { type Operation, findOperations, runAlone } from '#jobs';
import { type Answers, createAnswers } from '../answers.js';

type Keys = Record<string, unknown>;

const operations = await findOperations();
let base: string;
let answers: Answers;

/** A step that is done in a moment, on what `beforeAll` makes. */
interface QuickStep {
  readonly inputs: readonly (readonly [string, string])[];
  readonly config: Keys;
}

/** One of each operation, by its name; after a space what is unlike it. */
const STEPS: Readonly<Record<string, QuickStep>> = {
  'tokenizer.learn': { inputs: [['corpus', 'data']], config: { column: 'sentence', vocab_size: 60 } },
  'dataset.encode': {
    inputs: [
      ['tokenizer', 'tokenizer'],
      ['from', 'data'],
    ],
    config: { text_columns: ['sentence'] },
  },
  'dataset.encode parallel': {
    inputs: [
      ['tokenizer', 'tokenizer'],
      ['parallel', 'data'],
    ],
    config: { languages: ['en', 'de'] },
  },
  'model.import': { inputs: [['from', 'model']], config: {} },
  'model.pretrain': {
    inputs: [['dataset', 'corpus']],
    config: { architecture: { layers: 1, hidden_size: 8, heads: 2 }, stop: { steps: 1 } },
  },
  'model.train': {
    inputs: [['dataset', 'task']],
    config: { architecture: { layers: 1, hidden_size: 8, heads: 2 }, stop: { steps: 1 } },
  },
  'model.train translation': {
    inputs: [['dataset', 'pairs']],
    config: { architecture: { family: 'marian', layers: 1, hidden_size: 8, heads: 2 }, stop: { steps: 1 } },
  },
  'model.finetune': {
    inputs: [
      ['model', 'model'],
      ['dataset', 'task'],
    ],
    config: { stop: { steps: 1 } },
  },
  compress: { inputs: [['model', 'model']], config: { with: 'uniform-quantization', config: { bits: 4 } } },
  'model.export': { inputs: [['model', 'model']], config: {} },
  evaluate: {
    inputs: [
      ['model', 'tuned'],
      ['dataset', 'task'],
    ],
    config: { measure: ['accuracy'] },
  },
  'evaluate translation': {
    inputs: [
      ['model', 'translator'],
      ['dataset', 'pairs'],
    ],
    config: { measure: ['bleu'] },
  },
  'evaluate.glue': { inputs: [['dev', 'rte']], config: {} },
  'evaluate.texts': {
    inputs: [
      ['hypotheses', 'data/text'],
      ['references', 'data/text'],
    ],
    config: {},
  },
};

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-keys-'));
  await mkdir(join(base, 'data'));
  const rows = ['a good film\t1', 'a bad film\t0', 'good\t1', 'bad\t0'].join('\n');
  for (const split of ['train', 'dev']) await writeFile(join(base, `data/${split}.tsv`), `sentence\tlabel\n${rows}\n`);
  await writeFile(join(base, 'data/text'), 'a good film\na bad film\n');
  const pairs = { train: { en: ['a good', 'a bad'], de: ['good', 'bad'] }, dev: { en: ['good'], de: ['a good film'] } };
  for (const [split, sides] of Object.entries(pairs)) {
    for (const [side, lines] of Object.entries(sides)) {
      await writeFile(join(base, `data/${split}.${side}`), lines.map((line) => `${line}\n`).join(''));
    }
  }
  await mkdir(join(base, 'rte'));
  const measures = [{ name: 'accuracy', value: 0.5, signature: '' }];
  const rte = { model: { artifact: 'm' }, dataset: { task: 'glue/rte', split: 'dev' }, measures };
  await writeFile(join(base, 'rte/scores.json'), JSON.stringify(rte));
  answers = createAnswers(await openFolderStore(join(base, 'home')));
  await make('tokenizer', 'tokenizer.learn');
  await make('task', 'dataset.encode');
  await make('corpus', 'dataset.encode', { text: join(base, 'data') }, { column: 'sentence' });
  await make('model', 'model.pretrain');
  await make('tuned', 'model.finetune');
  await make('pairs', 'dataset.encode parallel');
  await make('translator', 'model.train translation');
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

async function make(output: string, name: string, inputs?: Record<string, string>, config = STEPS[name].config) {
  const others = { tokenizer: join(base, 'tokenizer'), ...inputs };
  await run(operationOf(name), inputs ? others : inputsOf(name), config, join(base, output));
}

const operationOf = (name: string) => operations.get(name.split(' ')[0]);

const inputsOf = (name: string) =>
  Object.fromEntries(STEPS[name].inputs.map(([input, path]) => [input, join(base, path)]));

async function run(operation: Operation, inputs: Record<string, string>, config: Keys, output: string) {
  const work = await mkdtemp(join(base, 'work-'));
  await mkdir(output, { recursive: true });
  await runAlone(operation, { inputs, config, output, work });
}

/** The code of what is refused, or `accepted`. */
async function verdict(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof TlcError) return error.code;
      throw error;
    },
  );
}

/** What only the data themselves tell: that they have other labels than these, and splits of their own. */
const TOLD_BY_DATA = [
  ...['labels', 'dev_share', 'test_share'].map((key) => `dataset.encode ${key}`),
  ...['test', 'dev_share', 'test_share', 'clean.max_ratio'].map((key) => `dataset.encode parallel ${key}`),
];

/** A value that the documentation allows, and one that it does not. */
function valuesOf({ type, choices, allowed, nested }: KeyDoc): unknown[] {
  if (nested) return ['no object'];
  const list = type.startsWith('list');
  if (choices) return [list ? [choices[0]] : choices[0], 'no choice'];
  if (type === 'true or false') return [true, 'perhaps'];
  if (/integer|number/.test(type)) {
    const least = Number(/from (\S+)/.exec(allowed)?.[1] ?? 1);
    return [list ? [least] : least, list ? [least - 1] : least - 1];
  }
  return [list ? ['sentence'] : 'sentence', 7];
}

/** Each key of a config, those of nested objects too, with its values: [path, value]. */
function triesOf(target: ConfigClass, path: readonly string[] = []): [readonly string[], unknown][] {
  return [...keysOf(target).values()].flatMap((doc): [readonly string[], unknown][] => {
    const own = [...path, doc.name];
    const nested = doc.nested ? triesOf(doc.nested(), own) : [];
    return [...valuesOf(doc).map((value): [readonly string[], unknown] => [own, value]), ...nested];
  });
}

function withKey(config: Keys, [key, ...rest]: readonly string[], value: unknown): Keys {
  if (rest.length === 0) return { ...config, [key]: value };
  return { ...config, [key]: withKey((config[key] ?? {}) as Keys, rest, value) };
}

it('every operation has its keys tried', () => {
  const tried = Object.keys(STEPS).map((name) => operationOf(name).name);
  expect([...new Set(tried)].sort()).toEqual(
    operations
      .list()
      .map(({ name }) => name)
      .sort(),
  );
});

it.each(Object.keys(STEPS))(
  'every documented key of %s gets the same verdict from the planner and from the job',
  async (name) => {
    const operation = operationOf(name);
    const apart: string[] = [];
    for (const [path, value] of triesOf(operation.config)) {
      if (TOLD_BY_DATA.includes(`${name} ${path.join('.')}`)) continue;
      const config = withKey(STEPS[name].config, path, value);
      const step = { do: operation.name, ...inputsOf(name), ...config };
      const pipeline = { name: 'keys', steps: { step } };
      const planned = await verdict(answers.plan({ pipeline, folder: base, fresh: false, problem: () => undefined }));
      const done = await verdict(run(operation, inputsOf(name), config, join(base, 'result')));
      if (planned !== done) apart.push(`${path.join('.')}: ${JSON.stringify(value)} is ${planned}, then ${done}`);
    }
    expect(apart).toEqual([]);
  },
  300_000,
);
