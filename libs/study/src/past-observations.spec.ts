import { expect, it } from '@jest/globals';
import type { JobObservation } from '#observations';
import { pastObservations } from './past-observations.js';

type Recipe = JobObservation['recipe'];
interface Given extends Partial<Pick<JobObservation, 'summary' | 'created' | 'scores'>> {
  readonly from?: Record<string, string>;
  readonly config?: Recipe['config'];
  readonly plugin?: string;
  readonly layers?: number;
  readonly vocabulary?: number;
  readonly files?: string;
}

/** The observation of a job. */
function observed(artifact: string, operation: string, given: Given = {}): JobObservation {
  const { from = {}, config = {}, plugin, layers, vocabulary = 9000, files, ...more } = given;
  const inputs = Object.fromEntries(Object.entries(from).map(([name, id]) => [name, { artifact: id }]));
  return {
    artifact,
    kind: 'model',
    recipe: {
      operation,
      version: 1,
      config,
      inputs: { ...inputs, ...(files && { from: { files } }) },
      seed: 1,
      ...(plugin && { plugin: { id: plugin, version: '1' } }),
    },
    seconds: 1,
    bytes: 1,
    summary: {},
    environment: {},
    created: '2026-01-01',
    ...(layers && { shape: { family: 'bert', layers, hidden: 64, heads: 2, vocabulary, parameters: 1 } }),
    ...more,
  };
}

const data = (id: string, tokenizer: string, files = 'f1') =>
  observed(id, 'dataset.encode', {
    from: { tokenizer },
    files,
    config: { max_length: 64 },
    summary: { train_sentences: 1000, train_tokens: 20_000 },
  });
const tuned = (id: string, model: string, dataset: string, more: Given = {}) =>
  observed(id, 'model.finetune', {
    from: { model, dataset },
    config: { learning_rate: 1e-4, stop: { seconds: 5 } },
    layers: 6,
    summary: { tokens: 40_000 },
    ...more,
  });
const scored = (model: string, dataset: string, value: number, more: Given = {}) =>
  observed(`${model}-score`, 'evaluate', {
    scores: { model, dataset, split: 'dev', measures: [{ name: 'accuracy', value, samples: 400 }] },
    ...more,
  });

const world = [
  observed('start', 'model.import', { layers: 6, vocabulary: 30_000 }),
  observed('trimmed', 'compress', {
    plugin: 'vocabulary-pruning',
    from: { model: 'start', dataset: 'words' },
    layers: 6,
  }),
  observed('cut', 'compress', { plugin: 'layer-dropping', from: { model: 'trimmed' }, layers: 3 }),
  data('rows', 'trimmed'),
  tuned('pilot', 'trimmed', 'rows', { created: '2026-06-01' }),
];
const like = {
  start: 'start',
  tuned: 'pilot',
  metric: 'accuracy',
  pilot: { task: 'own', worst: 0.5, trainRows: 1000, covered: (size: number) => size / 10_000 },
};

it('takes what earlier fits measured on the same data, by the way from the start to each model', () => {
  const earlier = [
    data('other-rows', 'cut'),
    tuned('one', 'cut', 'other-rows', { layers: 3, config: { learning_rate: 1e-4, stop: { seconds: 99 } } }),
    observed('int4', 'compress', {
      plugin: 'gptq',
      from: { model: 'one', dataset: 'other-rows' },
      config: { config: { bits: 4, granularity: 'group' } },
    }),
    scored('one', 'other-rows', 0.8),
    scored('int4', 'other-rows', 0.79),
  ];
  const [whole, quantized] = pastObservations([...world, ...earlier], like);
  expect(whole).toMatchObject({ task: 'own', training: 'one', layers: 0.5, bits: 32, covered: 0.9, measured: 400 });
  expect(whole.error).toBeCloseTo(0.2, 12);
  // 40,000 of 20 tokens a row: two passes, the second one worth a little less
  expect(whole.rows).toBeCloseTo(1968, 0);
  expect(quantized).toMatchObject({ training: 'one', bits: 4, rows: whole.rows });
});

it.each<[string, readonly JobObservation[]]>([
  ['of other data', [data('d', 'trimmed', 'f2'), tuned('x', 'trimmed', 'd'), scored('x', 'd', 0.8)]],
  ['by other settings', [tuned('x', 'trimmed', 'rows', { config: { learning_rate: 1 } }), scored('x', 'rows', 0.8)]],
  ['of another start', [tuned('x', 'elsewhere', 'rows'), scored('x', 'rows', 0.8)]],
  ['that have not begun to learn', [tuned('x', 'trimmed', 'rows'), scored('x', 'rows', 0.52)]],
  ['after the pilot', [tuned('x', 'trimmed', 'rows'), scored('x', 'rows', 0.8, { created: '2026-07-01' })]],
  [
    'of models that were made in another way',
    [
      tuned('x', 'trimmed', 'rows'),
      observed('y', 'compress', { plugin: 'magnitude-pruning', from: { model: 'x' } }),
      scored('y', 'rows', 0.8),
    ],
  ],
  ['whose way is not known', [scored('x', 'rows', 0.8), scored('x', 'nowhere', 0.8)]],
])('leaves out trainings %s', (_, more) => {
  expect(pastObservations([...world, ...more], like)).toEqual([]);
});

it('knows nothing where the pilot itself is not known', () => {
  expect(pastObservations([], like)).toEqual([]);
});
