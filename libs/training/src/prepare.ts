import { TlcError } from '#contracts';
import { requirePrecision } from '#engine';
import { measuresOf } from '#evaluation';
import { dimensions, type Head, type Model, type ModelShape, shapeOf, withHead } from '#models';
import { type BatchSize, type Dataset, type Masking, type Split, splitOf } from '#text';
import { batchSizeOf } from './batch-source.js';
import { taskHead } from './task-head.js';
import { requireMemory } from './memory/require-memory.js';
import { frozenParameters } from './parameters/frozen-parameters.js';
import type { HistoryPoint, TrainingConfig, TrainingRequest } from './training.js';

/** A training that has been checked, with everything decided that its request leaves open. */
export interface Plan {
  readonly request: TrainingRequest;
  readonly config: TrainingConfig;
  readonly phase: HistoryPoint['phase'];
  readonly train: Split;
  readonly size: BatchSize;
  /** Names of the parameters that are not trained. */
  readonly frozen: ReadonlySet<string>;
  /** Rows of a batch whose gradient may be computed in halves, for the noise scale. */
  readonly leastHalved: number;
  /** For masked LM. */
  readonly masking?: Masking;
  /** Instead of the model's own. */
  readonly dropout?: number;
  /** On the dev split, in an epoch; 0: at the end only. */
  readonly evaluations: number;
  /** Whether the dev split is looked at. */
  readonly watchesDev: boolean;
  readonly keepsBest: boolean;
  /** What tells which weights are best; `loss` in masked LM. */
  readonly measure: string;
}

/** Checks a request and decides what it leaves open.
 * @throws TlcError ENGINE_PRECISION, DATA_NO_SPLIT, DATA_NO_LABELS, CONFIG_WRONG_VALUE, TOKENIZER_MISMATCH, MODEL_WRONG_SHAPE,
 * TRAINING_TOO_LARGE */
export function prepare(request: TrainingRequest): Plan {
  const { dataset, objective, config, model } = request;
  requirePrecision(config.precision);
  const train = splitOf(dataset, 'train');
  const language = objective === 'masked-lm';
  if (!language && !train.labels) throw new TlcError('DATA_NO_LABELS', 'the train split has no labels to learn from');
  checkFit(model, dataset);
  const shape = shapeOf(model.config, headOf(dataset, objective));
  const frozen = frozenParameters(config, shape);
  requireMemory(
    {
      shape,
      dataset,
      config,
      seed: request.seed,
      // A compression method keeps the model that it was given beside its own
      models: request.usesUpModel ? 0 : request.phase === 'compress' ? 2 : 1,
      reparametrizes: request.hooks?.reparametrize !== undefined,
    },
    request.onWarning,
  );
  const keepsBest = config.keep === 'best';
  const needsDev = keepsBest || config.stop.patience !== undefined;
  if (needsDev) splitOf(dataset, 'dev');
  return {
    request,
    config,
    phase: request.phase ?? (language ? 'pretrain' : 'finetune'),
    train,
    size: batchSizeOf(config),
    frozen,
    leastHalved: leastHalved(config, shape),
    ...(language && { masking: maskingWith(config) }),
    ...(config.dropout !== undefined && { dropout: config.dropout }),
    evaluations: config.evaluations ?? 1,
    watchesDev: needsDev || (!language && dataset.splits.dev?.labels !== undefined),
    keepsBest,
    measure: language ? 'loss' : measuresOf(dataset)[0],
  };
}

/** The gradient of all parameters is there beside the activations of half a batch: it must not be more than those of the
 * other half, of which a layer has some dozen times the hidden size for each row. */
function leastHalved(config: TrainingConfig, shape: ModelShape): number {
  const { hidden } = dimensions(shape.config);
  return config.noise_scale && !config.gradient_checkpointing ? 4 * hidden : Infinity;
}

function maskingWith({ mask_probability: rate = 0.15, mask_by: by = 'tokens' }: TrainingConfig): Masking {
  return { by: by as Masking['by'], rate };
}

/** A copy of the model with the head that its objective needs. */
export function headed({ model, dataset, objective, seed }: TrainingRequest): Model {
  return withHead(model, headOf(dataset, objective), seed);
}

function headOf(dataset: Dataset, objective: TrainingRequest['objective']): Head {
  return objective === 'masked-lm' ? { kind: 'masked-lm' } : taskHead(dataset);
}

/** That the model has an embedding for every token and position of the data, and that both mean the same by an id. */
function checkFit({ config, tokenizer }: Model, dataset: Dataset): void {
  const { vocabulary, positions } = dimensions(config);
  if (tokenizer !== undefined && vocabularyOf(tokenizer) !== vocabularyOf(dataset.tokenizer)) {
    throw new TlcError('TOKENIZER_MISMATCH', 'the data set was encoded with another vocabulary than that of the model');
  }
  if (dataset.vocabSize > vocabulary) {
    const message = `the data set has ${dataset.vocabSize} tokens, the model embeddings for ${vocabulary}`;
    throw new TlcError('TOKENIZER_MISMATCH', message);
  }
  for (const [name, split] of Object.entries(dataset.splits)) {
    const longest = split.starts.reduce((most, at, i) => Math.max(most, i > 0 ? at - split.starts[i - 1] : 0), 0);
    if (longest > positions) {
      const message = `a sentence of the ${name} split has ${longest} tokens, the model positions for ${positions}; encode the data set with that max_length, or give the architecture more max_positions`;
      throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { field: 'max_length', value: longest } });
    }
  }
}

function vocabularyOf(tokenizer: string): string {
  const { model, normalizer } = JSON.parse(tokenizer) as { model?: unknown; normalizer?: unknown };
  return JSON.stringify([model, normalizer]);
}
