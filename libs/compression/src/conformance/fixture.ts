import { readFile } from 'node:fs/promises';
import { FinetuneConfig, checkConfig } from '#contracts';
import { architectureClass } from '#families';
import { tf } from '#engine';
import { type Model, newConfig, createModel, disposeModel, mapParameters } from '#models';
import { type Dataset, type Split, type Tokenizer, encode, learnTokenizer } from '#text';
import { train } from '#training';

type Labelled = readonly (readonly [text: string, label: number])[];

/** What the conformance test runs plugins on. */
export interface Fixture {
  readonly model: Model;
  readonly dataset: Dataset;
}

const ARCHITECTURE = { layers: 2, hidden_size: 48, heads: 3, ffn_size: 96, max_positions: 64 };

const VOCABULARY = { vocabSize: 300, lowercase: true, minFrequency: 2 };

/** Gives `use` a model of its own and takes it back. */
export type WithFixture = <T>(use: (fixture: Fixture) => Promise<T>) => Promise<T>;

/** A small BERT that is trained for a moment on real sentences when it is first asked for; every use has a copy. */
export function fixtures(): WithFixture {
  let made: Promise<Fixture> | undefined;
  return async (use) => {
    const { model, dataset } = await (made ??= trained());
    const copy = mapParameters(model, (parameter) => ({ ...parameter, value: tf.tensor(parameter.value.arraySync()) }));
    try {
      return await use({ model: copy, dataset });
    } finally {
      disposeModel(copy);
    }
  };
}

/** A data set whose train split has no sentences. */
export function withoutSentences(dataset: Dataset): Dataset {
  const none = { sentences: 0, tokens: 0, ids: new Int32Array(), starts: Int32Array.of(0), labels: new Int32Array() };
  return { ...dataset, splits: { train: { ...dataset.splits.train!, ...none } } };
}

async function trained(): Promise<Fixture> {
  const dataset = await sentiment();
  const architecture = checkConfig(architectureClass(), ARCHITECTURE);
  const config = newConfig(architecture, { size: dataset.vocabSize, pad: dataset.special.pad });
  const start = createModel(config, { kind: 'classification', labels: dataset.labels ?? [] }, 1, dataset.tokenizer);
  const learning = checkConfig(FinetuneConfig, { stop: { steps: 6 }, learning_rate: 1e-3, evaluations: 0 });
  const { model } = await train({ model: start, dataset, objective: 'task', config: learning, seed: 1 });
  disposeModel(start);
  return { model, dataset };
}

/** A slice of SST-2. */
async function sentiment(): Promise<Dataset> {
  const text = await readFile(new URL('./sst2-slice.json', import.meta.url), 'utf8');
  const slice = JSON.parse(text) as { readonly train: Labelled; readonly dev: Labelled };
  const sentences = slice.train.map(([sentence]) => sentence);
  const tokenizer = learnTokenizer(sentences, VOCABULARY);
  return {
    objective: 'classification',
    task: 'glue/sst2',
    labels: ['0', '1'],
    maxLength: ARCHITECTURE.max_positions,
    vocabSize: tokenizer.vocabSize,
    special: tokenizer.special,
    tokenizer: tokenizer.json,
    splits: { train: await split(tokenizer, slice.train), dev: await split(tokenizer, slice.dev) },
  };
}

async function split(tokenizer: Tokenizer, rows: Labelled): Promise<Split> {
  const encoded = await encode(
    tokenizer,
    rows.map(([sentence]) => sentence),
    undefined,
    { maxLength: ARCHITECTURE.max_positions },
  );
  const labels = Int32Array.from(rows, ([, label]) => label);
  return { sentences: rows.length, tokens: encoded.ids.length, ...encoded, labels };
}
