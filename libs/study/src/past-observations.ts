import { inputId } from '#artifacts';
import type { JobObservation } from '#observations';
import type { PilotResults } from './pilot-results.js';
import { effectiveRows, type Observation } from './quality/observation.js';

/** The trainings that past ones are compared with, as ids of their artifacts. */
export interface Like {
  /** The pre-trained model. */
  readonly start: string;
  /** A fine-tuning of the pilot, which is made as those of candidates are. */
  readonly tuned: string;
  readonly metric: string;
  readonly pilot: Pick<PilotResults, 'task' | 'worst' | 'trainRows' | 'covered'>;
}

/** Bits of a weight where nothing is quantized. */
const WHOLE = 32;

/** What earlier trainings from the same start on the same data showed: those before the pilot, so that the same request is always
 * answered alike. A model that has not begun to learn says nothing of one that has. */
export function pastObservations(observed: readonly JobObservation[], like: Like): Observation[] {
  const known = new Map(observed.map((each) => [each.artifact, each]));
  const [start, tuned] = [known.get(like.start), known.get(like.tuned)];
  const rows = tuned && known.get(inputId(tuned, 'dataset') ?? '');
  if (!start?.shape || !tuned || !rows) return [];
  return observed.flatMap(({ scores, created }) => {
    const value = scores?.measures.find(({ name }) => name === like.metric);
    const dataset = known.get(scores?.dataset ?? '');
    if (created >= tuned.created || value?.samples === undefined || scores?.split !== 'dev') return [];
    if (!hasLearned(value.value, value.samples, like.pilot) || !dataset || !isSameData(dataset, rows)) return [];
    const made = wayTo(known.get(scores.model ?? ''), known, like.start);
    if (!made || !isSameTraining(made.training, tuned) || inputId(made.training, 'dataset') !== dataset.artifact)
      return [];
    const { training, bits } = made;
    const seen =
      (numberOf(training, 'tokens') * numberOf(dataset, 'train_sentences')) / numberOf(dataset, 'train_tokens');
    return {
      task: like.pilot.task,
      training: training.artifact,
      layers: training.shape!.layers / start.shape!.layers,
      rows: effectiveRows(seen, like.pilot.trainRows),
      bits,
      covered: like.pilot.covered(training.shape!.vocabulary),
      error: Math.max(1 - value.value, 0.5 / value.samples),
      measured: value.samples,
    };
  });
}

/** How much better than one answer to all a model is that has begun to learn, at least. */
const LEAST_LEARNED = 0.01;

/** Whether a score is above that of one answer to all by more than chance has in the mean. */
const hasLearned = (value: number, samples: number, { worst }: Like['pilot']) =>
  value > worst + Math.max(LEAST_LEARNED, Math.sqrt((worst * (1 - worst)) / samples));

const numberOf = ({ summary }: JobObservation, name: string): number => Number(summary[name]);

/** Whether two data sets have the same rows in the same splits, whatever their tokenizers are. */
function isSameData({ recipe: one }: JobObservation, { recipe: other }: JobObservation): boolean {
  const parts = ({ operation, config, inputs, seed }: JobObservation['recipe']) => [
    operation,
    config,
    inputs.from,
    seed,
  ];
  return one.operation === 'dataset.encode' && isSame(parts(one), parts(other));
}

/** Whether two fine-tunings differ in their seed and in when they end at most. */
function isSameTraining({ recipe: one, shape }: JobObservation, { recipe: other }: JobObservation): boolean {
  const parts = ({ config }: JobObservation['recipe']) => ({ ...config, stop: undefined });
  return shape !== undefined && isSame(parts(one), parts(other));
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** The fine-tuning that a model comes of, and the bits that its weights were given since; undefined of a model that was made in
 * another way than candidates are. */
function wayTo(
  model: JobObservation | undefined,
  known: ReadonlyMap<string, JobObservation>,
  start: string,
): { readonly training: JobObservation; readonly bits: number } | undefined {
  const parentOf = (each: JobObservation) => known.get(inputId(each, 'model') ?? '');
  const bits = model && bitsOf(model);
  const training = bits === undefined ? model : model && parentOf(model);
  if (training?.recipe.operation !== 'model.finetune') return undefined;
  let base = parentOf(training);
  while (base && base.artifact !== start) base = CUTS.includes(methodOf(base) ?? '') ? parentOf(base) : undefined;
  return base && { training, bits: bits ?? WHOLE };
}

/** What candidates do to the start before they train it. */
const CUTS = ['vocabulary-pruning', 'layer-dropping'];

const methodOf = ({ recipe }: JobObservation): string | undefined => recipe.plugin?.id;

/** Bits of quantization in groups, as candidates are stored. */
function bitsOf(model: JobObservation): number | undefined {
  const { bits, granularity } = (model.recipe.config.config ?? {}) as { bits?: number; granularity?: string };
  return ['uniform-quantization', 'gptq'].includes(methodOf(model) ?? '') && granularity === 'group' ? bits : undefined;
}
