import { TlcError, type TrainingConfig } from '#contracts';
import { requirePrecision } from '#engine';
import {
  frozenParameters,
  hasAnswers,
  keptCopies,
  maskedShare,
  needsDev,
  type Objective,
  objectiveNamed,
  relabelled,
  type TrainingStage,
  trainingStages,
  watchedMeasure,
  watchesDev,
  watchesTexts,
} from '#fit';
import {
  checkModelFits,
  dimensions,
  disposeModel,
  type Head,
  type Model,
  type ModelShape,
  shapeOf,
  withHead,
} from '#models';
import { type BatchSize, batchSizeOf, type Masking, sentinelsOf, type Split, splitOf, type TokenMasking } from '#text';
import { type TrainedHead, trainedHead } from './trained-head.js';
import { requireMemory } from './require-memory.js';
import type { HistoryPoint, TrainingRequest } from './training.js';

/** A training that has been checked, with everything decided that its request leaves open. */
export interface Plan {
  readonly request: TrainingRequest;
  readonly config: TrainingConfig;
  readonly head: Head;
  readonly phase: HistoryPoint['phase'];
  /** With the classes of the head. */
  readonly train: Split;
  readonly size: BatchSize;
  /** Names of the parameters of the whole model. */
  readonly names: readonly string[];
  /** Names of those that are not trained. */
  readonly frozen: ReadonlySet<string>;
  /** One after another; the last one trains the whole model. */
  readonly stages: readonly TrainingStage[];
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
  /** Copies of weights that are kept of evaluations on the dev split. */
  readonly keptCopies: number;
  /** What tells which weights are best; `loss` in masked LM and translation, unless `watch` says another; undefined where nothing does. */
  readonly measure: string | undefined;
}

/** Checks a request and decides what it leaves open.
 * @throws TlcError CONFIG_WRONG_VALUE, TOKENIZER_MISMATCH, ENGINE_PRECISION, DATA_NO_SPLIT, DATA_NO_LABELS, MODEL_WRONG_HEAD, LABELS_UNMATCHED, TRAINING_TOO_LARGE, and
 * what checkModelFits throws */
export function prepare(request: TrainingRequest): Plan {
  const { dataset, objective, config, model } = request;
  requirePrecision(config.precision);
  const bare = learnsFromText(request);
  const { head, permutation }: TrainedHead = bare ? { head: model.head } : trainedHead(request);
  const train = relabelled(splitOf(dataset, 'train'), permutation);
  const { masked, phase } = bare ? WITHOUT_ANSWERS : objectiveNamed(objective);
  const measure = bare ? undefined : watchedMeasure(config, objective, dataset);
  if (!bare && masked === undefined && !hasAnswers(dataset, 'train'))
    throw new TlcError('DATA_NO_LABELS', 'the train split has no labels to learn from');
  checkModelFits(model, dataset);
  const shape = shapeOf(model.config, head);
  const frozen = frozenParameters(config, shape);
  const stages = trainingStages(config, model.config);
  requireMemory(
    {
      shape,
      dataset,
      config,
      seed: request.seed,
      // A compression method keeps the model that it was given beside its own
      models: request.disposesModel ? 0 : request.phase === 'compress' ? 2 : 1,
      reparametrizes: request.hooks?.reparametrize !== undefined,
    },
    request.onWarning,
  );
  if (needsDev(config)) {
    splitOf(dataset, 'dev');
    if (bare) throw new TlcError('DATA_NO_LABELS', 'text has no labels that would tell which weights are best');
  }
  if (watchesTexts(config) && !dataset.splits.dev?.references) {
    throw new TlcError('DATA_NO_LABELS', `${measure} needs the targets of the dev split as they are written`);
  }
  return {
    request,
    config,
    head,
    phase: request.phase ?? phase,
    train,
    size: batchSizeOf(config),
    names: shape.parameters.map(({ name }) => name),
    frozen,
    stages,
    leastHalved: leastHalved(config, shape),
    ...(masked !== undefined && { masking: maskingWith(request) }),
    ...(config.dropout !== undefined && { dropout: config.dropout }),
    evaluations: config.evaluations ?? 1,
    watchesDev: watchesDev(config, head, hasAnswers(dataset, 'dev')),
    keptCopies: keptCopies(config),
    measure,
  };
}

/** What a training minimises in which a teacher alone says what is right. */
const WITHOUT_ANSWERS: Pick<Objective, 'masked' | 'phase'> = { phase: 'train' };

/** Whether a method's loss needs no labels and the data set is text that has none for the model's head. */
function learnsFromText({ hooks, dataset, model }: TrainingRequest): boolean {
  return hooks?.unlabelled === true && dataset.objective === 'language-modelling' && model.head.kind !== 'masked-lm';
}

/** The gradient of all parameters is there beside the activations of half a batch: it must not be more than those of the
 * other half, of which a layer has some dozen times the hidden size for each row. */
function leastHalved(config: TrainingConfig, shape: ModelShape): number {
  const { hidden } = dimensions(shape.config);
  return config.noise_scale && !config.gradient_checkpointing ? 4 * hidden : Infinity;
}

/** @throws TlcError TOKENIZER_MISMATCH for a model that lacks what stands for spans */
function maskingWith({ config, objective, dataset, model }: TrainingRequest): Masking {
  const { mask_by: by = 'tokens', mask_probability } = config;
  const rate = maskedShare({ objective, mask_probability });
  const { spans } = objectiveNamed(objective);
  if (!spans) return { by: by as TokenMasking['by'], rate };
  const sentinels = sentinelsOf(dataset, dimensions(model.config).vocabulary);
  return { by: 'corrupted-spans', rate, meanLength: spans.meanLength, sentinels };
}

/** A copy of the model with the head that is trained. */
export function headed({ request, config, head }: Plan): Model {
  const { model, seed } = request;
  if (config.head !== 'new') return withHead(model, head, seed);
  const bare = withHead(model, { kind: 'none' }, seed);
  const own = withHead(bare, head, seed);
  disposeModel(bare);
  return own;
}
